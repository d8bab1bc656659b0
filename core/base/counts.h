// Counts as they are read: "1,234 samples", "1 class".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thimble {

std::string grouped(std::int64_t count);  // "1,234,567"

// The count and what is counted. `many`: where it is more than `one` with an s ("class", "classes"; "row stays", "rows stay").
std::string counted(std::int64_t count, std::string_view one, std::string_view many = {});

}  // namespace thimble
