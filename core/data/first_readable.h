// first_readable: where each sample is a file of its own, one that is damaged does not close the folder.
#pragma once

#include <algorithm>
#include <cstdint>

namespace thimble {

// What `read` answers for the first of the samples from `begin` to `end` that it can read, of a few; the error of `begin` if there is none.
template <class Read>
auto first_readable(std::int64_t begin, std::int64_t end, const Read& read) {
  constexpr std::int64_t kMostTries = 16;
  auto first = read(begin);
  for (std::int64_t i = begin + 1; !first.ok() && i < std::min(end, begin + kMostTries); ++i) {
    if (auto next = read(i); next.ok()) return next;
  }
  return first;
}

}  // namespace thimble
