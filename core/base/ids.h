// Ids: 32-bit indices with a type of their own, so that a value's number is never taken for a node's.
#pragma once

#include <cstddef>
#include <cstdint>

namespace thimble {

inline constexpr std::uint32_t kNoIndex = 0xffffffffu;

template <class Id>
constexpr std::size_t index_of(Id id) {
  return static_cast<std::size_t>(static_cast<std::uint32_t>(id));
}
template <class Id>
constexpr bool is_valid(Id id) {
  return static_cast<std::uint32_t>(id) != kNoIndex;
}

}  // namespace thimble
