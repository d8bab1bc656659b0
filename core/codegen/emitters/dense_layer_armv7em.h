// A dense layer for one row of inputs on Cortex-M with the DSP extension: no scratch memory.
//   Weights are packed as in dot_block_armv7em.h (256 * a + b by pairs of channels). Four output channels at a time share
//   the inputs, which are unpacked from int8 on the way.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/codegen/emitters/requantize_armv7em.h"
#include "core/codegen/kernel_emitter.h"

namespace thimble {

struct DenseShape {
  std::int64_t in_c, out_c;  // multiples of 4
};

// Nothing: no fast requantization is proven for the layer, or the shape is another.
std::optional<EmittedKernel> emit_dense_layer(std::string_view name, const DenseShape& shape, std::span<const std::int8_t> weights,
                                              std::span<const FoldedSum> sums, const RequantPlan& requant, bool split);

}  // namespace thimble
