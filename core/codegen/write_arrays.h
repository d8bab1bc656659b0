// write_arrays: constant arrays as C text.
#pragma once

#include <string>

#include "core/codegen/kernel_emitter.h"

namespace thimble {

// "{1, -2, 3, ...}" over as many lines as it takes, each indented by two blanks.
std::string array_initializer(const EmittedArray& array);

// "const int8_t kws_conv1_weights[640]"
std::string array_declarator(const EmittedArray& array);

// A float as C writes it: the shortest digits that give the same bits, "0.1f"; infinities and NaN as quotients.
std::string float_literal(float value);

std::int64_t array_length(const EmittedArray& array);

}  // namespace thimble
