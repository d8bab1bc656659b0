#include "core/ops/broadcast.h"

extern "C" {
#include "core/kernels/device/div_f32.h"
#include "core/kernels/device/div_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale a, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale b, input_scale(node, 1));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(const Broadcast broadcast, broadcast_of(node));
  const FixedPointScale scale = quotient_scale(a.scale, b.scale, out.scale);
  thimble_div_s8_params params{};
  set_strides(params, broadcast);
  params.a_zero_point = a.zero_point, params.b_zero_point = b.zero_point, params.out_zero_point = out.zero_point;
  params.multiplier = scale.multiplier, params.shift = scale.shift;
  params.out_min = range.low, params.out_max = range.high;
  return std::vector<KernelCall>{binary_call(KernelId::div_s8, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return float_binary_call<thimble_div_f32_params>(node, KernelId::div_f32);
  if (all_operands_are(node, DType::s8)) return lower_s8(node);
  return no_kernel(node, "f32 or s8");
}

constexpr KernelId kKernels[] = {KernelId::div_s8, KernelId::div_f32};

}  // namespace

const OpDef op_div = binary_op("a / b with broadcasting", lower, kKernels, kOwnScales, kElementwiseAttrs);

}  // namespace thimble
