#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/clip_f32.h"
#include "core/kernels/device/relu_s16.h"
#include "core/kernels/device/relu_s8.h"
}

namespace thimble {
namespace {

constexpr double kGreatest = std::numeric_limits<float>::max();
constexpr AttrSpec kAttrs[] = {{.name = "low", .type = AttrType::real, .real = -kGreatest},
                               {.name = "high", .type = AttrType::real, .real = kGreatest}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  if (node.real("low") <= node.real("high")) return same_shape(node);
  return bad_data("clip to the range from " + number_text(node.real("low")) + " to " + number_text(node.real("high")) +
                  ", expected low at most high");
}

// A rectifier with other bounds: a change of scale, then a clamp.
template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const auto [least, greatest] = integer_limits(node.out_dtype());
  const auto quantized = [&, low = least, high = greatest](double real) {
    const double steps = std::round(real / out.scale) + out.zero_point;
    return static_cast<std::int32_t>(std::clamp(steps, static_cast<double>(low), static_cast<double>(high)));
  };
  const FixedPointScale scale = relu_scale(in.scale, out.scale);
  Params params{};
  params.count = output_elements(node), params.multiplier = scale.multiplier, params.shift = scale.shift;
  params.out_min = quantized(node.real("low")), params.out_max = quantized(node.real("high"));
  if constexpr (requires { params.in_zero_point; }) params.in_zero_point = in.zero_point, params.out_zero_point = out.zero_point;
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_relu_s8_params>(node, KernelId::relu_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return call_of<thimble_relu_s16_params>(node, KernelId::relu_s16);
  if (!computes_floats(node)) return no_kernel(node, "f32, s8 or s16");
  const thimble_clip_f32_params params{
      .count = output_elements(node), .low = static_cast<float>(node.real("low")), .high = static_cast<float>(node.real("high"))};
  return std::vector<KernelCall>{unary_call(KernelId::clip_f32, params_of(params))};
}

constexpr KernelId kKernels[] = {KernelId::relu_s8, KernelId::relu_s16, KernelId::clip_f32};

}  // namespace

const OpDef op_clip{.doc = "x, at least low and at most high",
                    .attrs = kAttrs,
                    .infer_shape = infer_shape,
                    .cost = elementwise_cost,
                    .lower = lower,
                    .kernels = kKernels,
                    .quant = kOwnScales};

}  // namespace thimble
