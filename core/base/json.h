// Json: reads JSON text from outside. A JsonValue is a cheap handle into the document; asking one that is absent, or of
// another kind, answers "nothing", so that a command reads its body without a ladder of checks.
//   limits  kMaxJsonBytes, kMaxJsonDepth (nested deeper: refused; the text is hostile)
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace thimble {

inline constexpr std::size_t kMaxJsonBytes = std::size_t{16} << 20;
inline constexpr int kMaxJsonDepth = 64;

class JsonValue {
 public:
  JsonValue() = default;

  bool present() const { return value_ != nullptr; }
  bool is_object() const;
  bool is_array() const;
  bool is_null() const;

  JsonValue operator[](std::string_view key) const;  // of an object
  JsonValue at(std::size_t index) const;             // of an array
  JsonValue operator[](std::size_t index) const { return at(index); }
  std::size_t size() const;                          // items of an array or object
  std::vector<std::string_view> keys() const;        // of an object, as written
  std::vector<JsonValue> items() const;              // of an array, in one walk: an index alone may walk each time

  std::optional<std::string_view> text() const;
  std::string text_or(std::string_view fallback = {}) const;  // a copy; `fallback` where there is no text
  std::optional<std::int64_t> integer() const;       // a whole number, also when written as 3.0
  std::optional<double> number() const;
  std::optional<bool> flag() const;

  std::string_view kind() const;  // "object", "string" ... "nothing": for messages
  std::string to_json(bool lines = false) const;  // the text of this part again; `lines`: indented by two

 private:
  friend class Json;
  explicit JsonValue(void* value) : value_(value) {}
  void* value_ = nullptr;
};

class Json {
 public:
  static Result<Json> parse(std::string_view text);
  JsonValue root() const;

 private:
  struct Free {
    void operator()(void* document) const;
  };
  std::unique_ptr<void, Free> document_;
};

}  // namespace thimble
