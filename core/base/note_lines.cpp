#include "core/base/note_lines.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {

std::vector<std::string> note_lines(std::span<const Diagnostic> notes) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const auto same = [&](const Diagnostic& other) { return other.message == notes[i].message; };
    if (std::any_of(notes.begin(), notes.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
    const std::ptrdiff_t others = std::count_if(notes.begin() + static_cast<std::ptrdiff_t>(i) + 1, notes.end(), same);
    Diagnostic line = notes[i];
    if (others > 0 && !line.where.empty()) line.where += cat(" and ", others, others == 1 ? " other" : " others");
    out.push_back(line.to_string());
  }
  return out;
}

}  // namespace thimble
