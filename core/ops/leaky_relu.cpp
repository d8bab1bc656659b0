#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/leaky_relu_f32.h"
#include "core/kernels/device/leaky_relu_s16.h"
#include "core/kernels/device/leaky_relu_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real}};

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  if (!(node.real("alpha") >= 0)) return unsupported("a negative alpha", "Use a slope of at least 0.");
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const FixedPointScale scale = relu_scale(in.scale, out.scale);
  const FixedPointScale alpha = leaky_relu_scale(in.scale, node.real("alpha"), out.scale);
  Params params{};
  params.count = int32_of(node.graph().value_elements(node.output())), params.multiplier = scale.multiplier;
  params.shift = scale.shift, params.alpha_multiplier = alpha.multiplier, params.alpha_shift = alpha.shift;
  if constexpr (requires { params.in_zero_point; }) {
    params.in_zero_point = in.zero_point, params.out_zero_point = out.zero_point;
  } else {
    THIMBLE_TRY_VOID(expect_symmetric(node));
  }
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  const thimble_leaky_relu_f32_params params{.count = int32_of(node.graph().value_elements(node.output())),
                                             .alpha = static_cast<float>(node.real("alpha"))};
  return std::vector<KernelCall>{unary_call(KernelId::leaky_relu_f32, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8)
    return call_of<thimble_leaky_relu_s8_params>(node, KernelId::leaky_relu_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16)
    return call_of<thimble_leaky_relu_s16_params>(node, KernelId::leaky_relu_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::leaky_relu_s8, KernelId::leaky_relu_s16, KernelId::leaky_relu_f32};

}  // namespace

const OpDef op_leaky_relu{.doc = "x where positive, else alpha * x",
                          .attrs = kAttrs,
                          .infer_shape = same_shape,
                          .cost = elementwise_cost,
                          .lower = lower,
                          .kernels = kKernels,
                          .quant = kOwnScales};

}  // namespace thimble
