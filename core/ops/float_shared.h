// What the float lowerings of operators share: the clamp of a fused activation, and the three forms in which weights are kept.
//   Activations are f32. Weights are constants of f32, of f16, or of s8 with scales and no zero point; the kernels expand the
//   narrow ones on the fly. Biases are f32 or f16, and reach the kernels as f32.
#pragma once

#include "core/ops/shared.h"

namespace thimble {

// Input 0 and output 0 are floats.
bool computes_floats(const NodeView& node);

// The bounds of a fused activation; "none" has the least and greatest float.
struct FloatRange {
  float low, high;
};
FloatRange float_range(std::string_view activation);

enum class WeightStorage : std::uint8_t { f32, f16, s8 };

// The constants of a kernel in its order: weights, scale (of s8 only), bias.
struct FloatWeights {
  WeightStorage storage;
  std::vector<ConstantArray> constants;
};
// `channel_axis` of the weights; a scale of the whole tensor is repeated for each of `channels`.
Result<FloatWeights> float_weights(const NodeView& node, std::int32_t channel_axis, std::int64_t channels);

// The one kernel call of a node whose kernels differ by weight storage only, and so have the same params.
inline std::vector<KernelCall> weighted_float_call(const FloatWeights& weights, std::vector<std::int32_t> params, KernelId f32,
                                                   KernelId f16, KernelId s8) {
  const KernelId kernel = weights.storage == WeightStorage::f32 ? f32 : weights.storage == WeightStorage::f16 ? f16 : s8;
  return {unary_call(kernel, std::move(params), weights.constants)};
}

}  // namespace thimble
