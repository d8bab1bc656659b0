#include "core/base/note_lines.h"

#include <algorithm>

#include "core/base/counts.h"

namespace thimble {

std::vector<std::string> note_lines(std::span<const Diagnostic> items, Level level) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].level != level) continue;
    const auto same = [&](const Diagnostic& other) { return other.level == level && other.message == items[i].message; };
    if (std::any_of(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
    const std::ptrdiff_t others = std::count_if(items.begin() + static_cast<std::ptrdiff_t>(i) + 1, items.end(), same);
    Diagnostic line = items[i];
    if (others > 0 && !line.where.empty()) line.where += " and " + counted(others, "other");
    out.push_back(line.to_string());
  }
  return out;
}

}  // namespace thimble
