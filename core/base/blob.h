// Blob: immutable bytes shared by reference; copying one never copies the bytes. Holds weights and other constants.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace thimble {

class Blob {
 public:
  Blob() = default;
  explicit Blob(std::vector<std::byte> bytes) : owner_(std::make_shared<const std::vector<std::byte>>(std::move(bytes))), view_(*owner_) {}

  // The bytes of a vector of numbers, in the host's (little-endian) order.
  template <class T>
    requires std::is_arithmetic_v<T>
  static Blob of(std::span<const T> values) {
    std::vector<std::byte> bytes(values.size_bytes());
    if (!values.empty()) std::memcpy(bytes.data(), values.data(), values.size_bytes());
    return Blob(std::move(bytes));
  }
  template <class T>
    requires std::is_arithmetic_v<T>
  static Blob of(const std::vector<T>& values) {
    return of(std::span<const T>(values));
  }

  std::span<const std::byte> bytes() const { return view_; }
  std::size_t size() const { return view_.size(); }
  bool empty() const { return view_.empty(); }

  // Copied out because the bytes of a view into a file need not be aligned for T.
  template <class T>
  std::vector<T> copy_as() const {
    std::vector<T> out(view_.size() / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), view_.data(), out.size() * sizeof(T));
    return out;
  }

 private:
  std::shared_ptr<const std::vector<std::byte>> owner_;
  std::span<const std::byte> view_;
};

}  // namespace thimble
