// Reading of ByteSources: ranges are checked here, so that a format only says what it wants.
#pragma once

#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

// `size` bytes from `offset`; bad_data where the source has fewer. Callers have bounded `size`.
Result<std::vector<std::byte>> read_range(const ByteSource& source, std::int64_t offset, std::int64_t size);
Result<void> read_into(const ByteSource& source, std::int64_t offset, std::span<std::byte> out);

// A number at a place of a buffer that is known to be that long.
template <class T>
T little_endian(std::span<const std::byte> bytes, std::size_t at) {
  static_assert(std::is_trivially_copyable_v<T>);
  THIMBLE_ASSERT(at + sizeof(T) <= bytes.size());
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}
inline std::uint32_t big_endian_u32(std::span<const std::byte> bytes, std::size_t at) {
  return __builtin_bswap32(little_endian<std::uint32_t>(bytes, at));
}

inline bool starts_with(std::span<const std::byte> bytes, std::string_view magic, std::size_t at = 0) {
  return bytes.size() >= at + magic.size() && std::memcmp(bytes.data() + at, magic.data(), magic.size()) == 0;
}

// "images/cat/001.png": "001.png"; "cat" (empty where there is none).
std::string_view file_part(std::string_view path);
std::string_view folder_part(std::string_view path);

}  // namespace thimble
