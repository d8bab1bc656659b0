#include <algorithm>
#include <cmath>

#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/requantize.h"
}

namespace thimble {
namespace {

// The reference's fixed-point form: 2^20 / sqrt of the whole number, then one rescaling. 0 gives the greatest number; so do
// negative ones, which the reference refuses.
Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const float root = std::sqrt(static_cast<float>(in.scale)) * static_cast<float>(out.scale);
  const FixedPointScale scale = quantize_multiplier(1.0 / static_cast<double>(root));
  if (scale.shift > 20 + 7 || scale.shift < -11) return unsupported("scales of rsqrt so far apart that no result fits into int8");
  std::vector<std::int8_t> table;
  for (std::int32_t q = INT8_MIN; q <= INT8_MAX; ++q) {
    const std::int32_t x = q - in.zero_point;
    if (x <= 0) {
      table.push_back(INT8_MAX);
      continue;
    }
    const auto inverse = static_cast<std::int32_t>(std::lround(1048576.0 / std::sqrt(x)));
    const std::int64_t scaled = thimble_requantize(inverse, scale.multiplier, scale.shift - 20);
    table.push_back(static_cast<std::int8_t>(std::clamp<std::int64_t>(scaled + out.zero_point, INT8_MIN, INT8_MAX)));
  }
  return lookup_call_s8(node, table);
}

// Of 0 and below it is the greatest number that the output's type holds.
double rsqrt_of(const NodeView& node, double x) {
  return x > 0 ? 1.0 / std::sqrt(x) : real_of_integer(node, integer_limits(node.out_dtype()).second);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  return lower_unary<KernelId::rsqrt_f32, rsqrt_of>(node);
}

}  // namespace

const OpDef op_rsqrt = unary_op("1 / sqrt(x)", lower, kUnaryKernels<KernelId::rsqrt_f32>);

}  // namespace thimble
