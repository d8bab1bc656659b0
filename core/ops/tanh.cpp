#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/tanh_s16.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  return lookup_call_s8(node, tanh_table_s8(in.scale, in.zero_point, out.scale, out.zero_point));
}

Result<std::vector<KernelCall>> lower_s16(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  const SigmoidScale scale = tanh_s16_scale(in.scale);
  const thimble_tanh_s16_params params{.count = output_elements(node), .multiplier = scale.multiplier, .shift = scale.shift};
  return std::vector<KernelCall>{unary_call(KernelId::tanh_s16, params_of(params), {{ElementType::s16, Blob::of(sigmoid_table_s16())}})};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return std::vector<KernelCall>{unary_call(KernelId::tanh_f32, {output_elements(node)})};
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return lower_s16(node);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::lookup_s8, KernelId::tanh_s16, KernelId::tanh_f32};

}  // namespace

const OpDef op_tanh{.doc = "hyperbolic tangent",
                    .infer_shape = same_shape,
                    .cost = elementwise_cost,
                    .lower = lower,
                    .kernels = kKernels,
                    .quant = fixed_output(1.0 / 128, 0, 1.0 / 32768)};

}  // namespace thimble
