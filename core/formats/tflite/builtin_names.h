// The published numbers of TFLite's builtin operators, their names, and what to do about those that we do not take.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thimble::tflite {

inline constexpr std::int32_t kCustomOperator = 32;

std::string builtin_name(std::int32_t code);  // "CONV_2D"; "operator number 999" for one published after us

// What the user can do about an operator without an importer. `custom_code` is empty for a builtin.
std::string unsupported_hint(std::int32_t code, std::string_view custom_code);

}  // namespace thimble::tflite
