// A convolution or dense layer on the blocks of dot_block_armv7em.h: the loop over pixels around them.
//   Input rows are copied, padded with the input's zero point, into a ring of as many rows as a filter spans; so taps need
//   no bounds, and the output may follow behind the reads in the same memory. 1x1 filters read the input directly.
#pragma once

#include <string_view>
#include <vector>

#include "core/codegen/emitters/requantize_armv7em.h"
#include "core/codegen/kernel_emitter.h"
#include "core/kernels/kernel_def.h"

extern "C" {
#include "core/kernels/device/conv2d_s8.h"
}

namespace thimble {

// What the layer multiplies by and how its sums become outputs, which says whether inputs and outputs are int8 or int16.
struct MatrixNumbers {
  std::vector<std::int8_t> weights;  // OHWI
  std::vector<FoldedSum> sums;       // by output channel
  RequantPlan requant;
  // Where the plan is not fast, by output channel: multiplier and shift; of int16: scale's upper half, lower half and shift.
  std::vector<std::int32_t> any;
};

// `p` is the geometry, of int16 layers too (`wide`), and the zero point of the inputs.
bool matrix_layer_applies(const thimble_conv2d_s8_params& p, bool wide);

// Constants in the order of conv2d_s8: weights, bias (may be empty), multiplier, shift. Rounding::once: as of one_rounding.h.
MatrixNumbers matrix_numbers_s8(const thimble_conv2d_s8_params& p, const std::vector<ConstantArray>& constants,
                                Rounding rounding = Rounding::twice);

EmittedKernel emit_matrix_layer(std::string_view name, const thimble_conv2d_s8_params& p, const MatrixNumbers& numbers);

}  // namespace thimble
