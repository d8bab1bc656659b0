// Diagnostics of one level as lines for people: what is said of many places is said once, with the first of them and how many there are.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/diagnostics.h"

namespace thimble {

std::vector<std::string> note_lines(std::span<const Diagnostic> items, Level level);

}  // namespace thimble
