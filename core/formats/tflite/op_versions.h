// The version of an operator that its operands and options need, and the first runtime that has this version: a runtime
// refuses a network when it knows an operator only in older versions.
//   source  the published versions: TensorFlow 2.21, tools/versioning
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/ir/types.h"

namespace thimble::tflite {

struct OpFacts {
  // Of the operands.
  DType in = DType::f32, weights = DType::f32, out = DType::f32;  // inputs 0 and 1, output 0
  std::size_t inputs = 0, rank = 0;                               // the greatest rank of an input
  bool per_channel = false;                                       // input 1
  bool broadcast = false;                                         // inputs 0 and 1 differ in shape
  bool scale_up = false;                                          // scale of input 0 * scale of input 1 >= the output's
  // Of the options.
  bool grouped = false, dilated = false, keep_dims = false, exact_pixels = false, activation = false, short_bias = false;
};

std::int32_t op_version(std::int32_t code, const OpFacts& facts);

// "2.3.0"; empty for an operator that we do not write.
std::string_view first_runtime(std::int32_t code, std::int32_t version);

// Whether version `a` is older than `b`.
bool older_runtime(std::string_view a, std::string_view b);

}  // namespace thimble::tflite
