#include <algorithm>
#include <cstdlib>

#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/requantize.h"
}

namespace thimble {
namespace {

// The reference rescales whole numbers, not reals.
Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const FixedPointScale scale = relu_scale(in.scale, out.scale);
  std::vector<std::int8_t> table;
  for (std::int32_t q = INT8_MIN; q <= INT8_MAX; ++q) {
    const std::int32_t size = std::abs(q - in.zero_point);
    const std::int64_t scaled = in.scale == out.scale ? size : thimble_requantize(size, scale.multiplier, scale.shift);
    table.push_back(static_cast<std::int8_t>(std::clamp<std::int64_t>(scaled + out.zero_point, INT8_MIN, INT8_MAX)));
  }
  return lookup_call_s8(node, table);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return std::vector<KernelCall>{unary_call(KernelId::abs_f32, {output_elements(node)})};
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  return no_kernel(node, "f32 or s8");
}

}  // namespace

const OpDef op_abs = unary_op("|x|", lower, kStepKernels<KernelId::abs_f32>);

}  // namespace thimble
