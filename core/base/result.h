// Result<T>: a value or an Error; how everything that can fail on outside data answers. Error is one pointer wide.
//   THIMBLE_TRY(Shape out, infer(in));   declares `out` or returns the error
//   THIMBLE_TRY_VOID(check(in));         the same for Result<void>
//   A message says what was found, what was expected; `hint` says what to try; `where` grows outward while it travels:
//   model.tflite > subgraph 0 > node 3 (conv2d) > input 1
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/check.h"

namespace thimble {

enum class ErrorCode : std::uint8_t { invalid_argument, bad_data, unsupported, out_of_budget, cancelled, internal };

std::string_view error_code_name(ErrorCode code);

class [[nodiscard]] Error {
 public:
  Error(ErrorCode code, std::string message, std::string hint = {});

  ErrorCode code() const { return state_->code; }
  const std::string& message() const { return state_->message; }
  const std::string& hint() const { return state_->hint; }
  std::string where() const;  // "model.tflite > node 3"

  Error&& in(std::string place) &&;       // adds an outer place
  Error&& or_try(std::string hint) &&;    // adds a hint where there is none
  std::string to_string() const;          // "where: message (hint)"; one line

 private:
  struct State {
    ErrorCode code;
    std::string message, hint;
    std::vector<std::string> places;  // innermost first
  };
  std::unique_ptr<State> state_;
};

Error bad_data(std::string message, std::string hint = {});
Error invalid_argument(std::string message, std::string hint = {});
Error unsupported(std::string message, std::string hint = {});
Error out_of_budget(std::string message, std::string hint = {});

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    THIMBLE_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    THIMBLE_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    THIMBLE_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    THIMBLE_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && {
    THIMBLE_CHECK(!ok());
    return std::move(*std::get_if<1>(&state_));
  }
  Result&& in(std::string place) && {
    if (Error* error = std::get_if<1>(&state_)) *error = std::move(*error).in(std::move(place));
    return std::move(*this);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& {
    THIMBLE_CHECK(!ok());
    return *error_;
  }
  Error&& error() && {
    THIMBLE_CHECK(!ok());
    return std::move(*error_);
  }
  Result&& in(std::string place) && {
    if (error_) *error_ = std::move(*error_).in(std::move(place));
    return std::move(*this);
  }

 private:
  std::unique_ptr<Error> error_;
};

}  // namespace thimble

#define THIMBLE_CONCAT_(a, b) a##b
#define THIMBLE_CONCAT(a, b) THIMBLE_CONCAT_(a, b)
#define THIMBLE_TRY_(temp, declaration, ...)      \
  auto temp = (__VA_ARGS__);                      \
  if (!temp.ok()) return std::move(temp).error(); \
  declaration = std::move(temp).value()
#define THIMBLE_TRY(declaration, ...) THIMBLE_TRY_(THIMBLE_CONCAT(thimble_try_, __LINE__), declaration, __VA_ARGS__)
#define THIMBLE_TRY_VOID(...)                                                                       \
  do {                                                                                              \
    if (auto thimble_try = (__VA_ARGS__); !thimble_try.ok()) return std::move(thimble_try).error(); \
  } while (false)
