#include <algorithm>
#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

// The reference drops what is behind the point instead of rounding, and refuses negative numbers, which count as 0 here.
Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  std::vector<std::int8_t> table;
  for (std::int32_t q = INT8_MIN; q <= INT8_MAX; ++q) {
    const float x = std::max(0.0F, static_cast<float>(in.scale) * static_cast<float>(q - in.zero_point));
    const float steps = std::trunc(std::sqrt(x) / static_cast<float>(out.scale)) + static_cast<float>(out.zero_point);
    table.push_back(static_cast<std::int8_t>(std::clamp(steps, -128.0F, 127.0F)));
  }
  return lookup_call_s8(node, table);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return std::vector<KernelCall>{unary_call(KernelId::sqrt_f32, {output_elements(node)})};
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  return no_kernel(node, "f32 or s8");
}

}  // namespace

const OpDef op_sqrt = unary_op("square root", lower, kStepKernels<KernelId::sqrt_f32>);

}  // namespace thimble
