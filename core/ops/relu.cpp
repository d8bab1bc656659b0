#include "core/ops/shared.h"

extern "C" {
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
  const Params params{.count = int32_of(node.graph().value_elements(node.output())), .in_zero_point = in.zero_point, .multiplier = scale.multiplier,
                      .shift = scale.shift, .out_zero_point = out.zero_point, .out_min = range.low, .out_max = range.high};
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_relu_s8_params>(node, KernelId::relu_s8);
  return no_kernel(node, "s8");
}

constexpr KernelId kKernels[] = {KernelId::relu_s8};

}  // namespace

const OpDef op_relu{.doc = "clamp to [0, inf), [0, 6] or [-1, 1], with a change of scale", .attrs = kAttrs, .infer_shape = same_shape, .cost = elementwise_cost, .lower = lower, .kernels = kKernels};

}  // namespace thimble
