// count_code: what stands in the text of a network's functions, counted: code_size.h predicts their bytes from it.
//   Left out: comments, directives, and what is after the #else of `#if THIMBLE_DSP`: assembly's twin in C, which no device
//   that the assembly is emitted for compiles.
#pragma once

#include <optional>
#include <string_view>

#include "core/codegen/network_program.h"
#include "core/targets/code_size.h"

namespace thimble {

// Of C as emitters write it: a line of assembly is a string that starts its line, labels in it are not indented.
CodeCounts count_code(std::string_view text);

// Of all functions of the layers' file; nothing where every kernel is portable: those have bytes of their own.
std::optional<CodeCounts> count_code(const NetworkProgram& program);

}  // namespace thimble
