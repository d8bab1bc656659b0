// says: whether one of the sentences has these words in it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace thimble::test {

inline bool says(const std::vector<std::string>& lines, std::string_view part) {
  return std::ranges::any_of(lines, [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

}  // namespace thimble::test
