#include "core/base/text.h"
#include "core/ops/broadcast.h"

extern "C" {
#include "core/kernels/device/prelu_f32.h"
#include "core/kernels/device/prelu_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY(std::vector<Shape> out, broadcast_shape(node));
  if (out[0] == node.in_shape(0)) return out;
  return bad_data("slopes of shape " + shape_text(node.in_shape(1)) + " are larger than the input " + shape_text(node.in_shape(0)));
}

Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale slope, input_scale(node, 1));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const Broadcast broadcast, broadcast_of(node));
  const FixedPointScale scale = relu_scale(in.scale, out.scale), below = leaky_relu_scale(in.scale, slope.scale, out.scale);
  thimble_prelu_s8_params params{};
  set_strides(params, broadcast);
  params.a_zero_point = in.zero_point, params.b_zero_point = slope.zero_point, params.out_zero_point = out.zero_point;
  params.multiplier = scale.multiplier, params.shift = scale.shift;
  params.slope_multiplier = below.multiplier, params.slope_shift = below.shift;
  return std::vector<KernelCall>{binary_call(KernelId::prelu_s8, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return plain_binary_call<thimble_prelu_f32_params>(node, KernelId::prelu_f32);
  if (all_operands_are(node, DType::s8)) return lower_s8(node);
  return no_kernel(node, "f32 or s8");
}

constexpr KernelId kKernels[] = {KernelId::prelu_s8, KernelId::prelu_f32};

}  // namespace

const OpDef op_prelu{.doc = "x where positive, else slope * x; the slopes broadcast to x",
                     .min_inputs = 2,
                     .max_inputs = 2,
                     .infer_shape = infer_shape,
                     .cost = elementwise_cost,
                     .lower = lower,
                     .kernels = kKernels,
                     .quant = kOwnScales};

}  // namespace thimble
