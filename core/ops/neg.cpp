#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/relu_s16.h"
}

namespace thimble {
namespace {

double neg_of(const NodeView&, double x) { return -x; }

// A table of straight lines would miss the last bit: one change of scale, by a negative number.
Result<std::vector<KernelCall>> lower_s16(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const FixedPointScale scale = relu_scale(in.scale, out.scale);
  const thimble_relu_s16_params params{
      .count = output_elements(node), .multiplier = -scale.multiplier, .shift = scale.shift, .out_min = INT16_MIN, .out_max = INT16_MAX};
  return std::vector<KernelCall>{unary_call(KernelId::relu_s16, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return lower_s16(node);
  return lower_unary<KernelId::neg_f32, neg_of>(node);
}

constexpr KernelId kKernels[] = {KernelId::lookup_s8, KernelId::relu_s16, KernelId::neg_f32};

}  // namespace

const OpDef op_neg = unary_op("-x", lower, kKernels);

}  // namespace thimble
