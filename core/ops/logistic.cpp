#include "core/kernels/lookup_tables.h"
#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/logistic_f32.h"
#include "core/kernels/device/lookup_s8.h"
#include "core/kernels/device/logistic_s16.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const thimble_lookup_s8_params params{.count = int32_of(node.graph().value_elements(node.output()))};
  const ConstantArray table{ElementType::s8, Blob::of(logistic_table_s8(in.scale, in.zero_point, out.scale, out.zero_point))};
  return std::vector<KernelCall>{unary_call(KernelId::lookup_s8, params_of(params), {table})};
}

Result<std::vector<KernelCall>> lower_s16(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  const SigmoidScale scale = logistic_s16_scale(in.scale);
  const thimble_logistic_s16_params params{
      .count = int32_of(node.graph().value_elements(node.output())), .multiplier = scale.multiplier, .shift = scale.shift};
  return std::vector<KernelCall>{
      unary_call(KernelId::logistic_s16, params_of(params), {{ElementType::s16, Blob::of(sigmoid_table_s16())}})};
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  const thimble_logistic_f32_params params{.count = int32_of(node.graph().value_elements(node.output()))};
  return std::vector<KernelCall>{unary_call(KernelId::logistic_f32, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return lower_s16(node);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::lookup_s8, KernelId::logistic_s16, KernelId::logistic_f32};

}  // namespace

const OpDef op_logistic{.doc = "1 / (1 + exp(-x))",
                        .infer_shape = same_shape,
                        .cost = elementwise_cost,
                        .lower = lower,
                        .kernels = kKernels,
                        .quant = fixed_output(1.0 / 256, -128, 1.0 / 32768)};

}  // namespace thimble
