#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/hard_swish_f32.h"
#include "core/kernels/device/hard_swish_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  const thimble_hard_swish_f32_params params{.count = int32_of(node.graph().value_elements(node.output()))};
  return std::vector<KernelCall>{unary_call(KernelId::hard_swish_f32, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) != DType::s8 || node.out_dtype() != DType::s8) return no_kernel(node, "f32 or s8");
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const HardSwishScales scales = hard_swish_scales(in.scale, out.scale);
  if (scales.out_exponent > 0) return unsupported("an output scale smaller than 1/128 of the input's");
  const thimble_hard_swish_s8_params params{.count = int32_of(node.graph().value_elements(node.output())),
                                            .in_zero_point = in.zero_point,
                                            .out_zero_point = out.zero_point,
                                            .out_multiplier = scales.out_multiplier,
                                            .out_exponent = scales.out_exponent,
                                            .reluish_multiplier = scales.reluish_multiplier,
                                            .reluish_exponent = scales.reluish_exponent};
  return std::vector<KernelCall>{unary_call(KernelId::hard_swish_s8, params_of(params))};
}

constexpr KernelId kKernels[] = {KernelId::hard_swish_s8, KernelId::hard_swish_f32};

}  // namespace

const OpDef op_hard_swish{.doc = "x * relu6(x + 3) / 6",
                          .infer_shape = same_shape,
                          .cost = elementwise_cost,
                          .lower = lower,
                          .kernels = kKernels,
                          .quant = kOwnScales};

}  // namespace thimble
