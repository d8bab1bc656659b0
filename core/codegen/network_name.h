// network_name: the C identifier that a network's files and symbols start with.
//   src/<name>.h is found before the system's <name.h>, the package's CMake target is <name>, and names that start with
//   "thimble" are ours: such a name gets "_net" at its end, once. No symbol is <name> alone, so that keywords need no care.
#pragma once

#include <string>
#include <string_view>

namespace thimble {

std::string network_name(std::string_view text);

}  // namespace thimble
