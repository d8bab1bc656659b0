#include "core/ops/broadcast.h"

extern "C" {
#include "core/kernels/device/mul_f32.h"
#include "core/kernels/device/mul_s16.h"
#include "core/kernels/device/mul_s8.h"
}

namespace thimble {
namespace {

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale a, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale b, input_scale(node, 1));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(const Broadcast broadcast, broadcast_of(node));
  const FixedPointScale scale = product_scale(a.scale, b.scale, out.scale);
  Params params{};
  set_strides(params, broadcast);
  if constexpr (requires { params.a_zero_point; }) {
    params.a_zero_point = a.zero_point, params.b_zero_point = b.zero_point, params.out_zero_point = out.zero_point;
  } else {
    THIMBLE_TRY_VOID(expect_symmetric(node));
  }
  params.out_multiplier = scale.multiplier, params.out_shift = scale.shift;
  params.out_min = range.low, params.out_max = range.high;
  return std::vector<KernelCall>{binary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return float_binary_call<thimble_mul_f32_params>(node, KernelId::mul_f32);
  if (all_operands_are(node, DType::s8)) return call_of<thimble_mul_s8_params>(node, KernelId::mul_s8);
  if (all_operands_are(node, DType::s16)) return call_of<thimble_mul_s16_params>(node, KernelId::mul_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::mul_s8, KernelId::mul_s16, KernelId::mul_f32};

}  // namespace

const OpDef op_mul = binary_op("a * b with broadcasting", lower, kKernels, kOwnScales, kElementwiseAttrs);

}  // namespace thimble
