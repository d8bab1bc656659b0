#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/relu_f32.h"
#include "core/kernels/device/relu_s16.h"
#include "core/kernels/device/relu_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "activation", .type = AttrType::text, .choices = kActivations, .text = "relu"}};

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  const FixedPointScale scale = relu_scale(in.scale, out.scale);
  Params params{};
  params.count = int32_of(node.graph().value_elements(node.output())), params.multiplier = scale.multiplier;
  params.shift = scale.shift, params.out_min = range.low, params.out_max = range.high;
  if constexpr (requires { params.in_zero_point; }) {
    params.in_zero_point = in.zero_point, params.out_zero_point = out.zero_point;
  } else {
    THIMBLE_TRY_VOID(expect_symmetric(node));
  }
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  const FloatRange range = float_range(node.text("activation"));
  const thimble_relu_f32_params params{
      .count = int32_of(node.graph().value_elements(node.output())), .out_min = range.low, .out_max = range.high};
  return std::vector<KernelCall>{unary_call(KernelId::relu_f32, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_relu_s8_params>(node, KernelId::relu_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return call_of<thimble_relu_s16_params>(node, KernelId::relu_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::relu_s8, KernelId::relu_s16, KernelId::relu_f32};

}  // namespace

const OpDef op_relu{.doc = "clamp to [0, inf), [0, 6] or [-1, 1], with a change of scale",
                    .attrs = kAttrs,
                    .infer_shape = same_shape,
                    .cost = elementwise_cost,
                    .lower = lower,
                    .kernels = kKernels,
                    .quant = kOwnScales};

}  // namespace thimble
