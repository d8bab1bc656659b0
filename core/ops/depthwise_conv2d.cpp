#include "core/ops/convolution_shared.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_f32.h"
#include "core/kernels/device/depthwise_conv2d_s16.h"
#include "core/kernels/device/depthwise_conv2d_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  THIMBLE_TRY_VOID(expect_rank(node, 1, 4));
  const Shape& in = node.in_shape(0);
  const Shape& filter = node.in_shape(1);  // [1, KH, KW, C * M]
  if (filter[0] != 1 || in[3] < 1 || filter[3] < 1 || filter[3] % in[3] != 0) {
    return bad_data("a depthwise filter has shape [1, height, width, channels * multiplier]");
  }
  THIMBLE_TRY(const Window w, window_of(node, filter[1], filter[2]));
  return std::vector<Shape>{{in[0], w.out_h, w.out_w, filter[3]}};
}

NodeCost cost(const NodeView& node) {
  const std::int64_t outputs = node.graph().value_elements(node.output());
  return {WorkKind::depthwise, outputs * node.in_shape(1)[1] * node.in_shape(1)[2], outputs};
}

template <class Params>
Result<Params> geometry_of(const NodeView& node) {
  THIMBLE_TRY(Params params, sliding_convolution<Params>(node));
  params.depth_multiplier = int32_of(node.in_shape(1)[3] / node.in_shape(0)[3]);
  return params;
}

template <class Params>
Result<std::vector<KernelCall>> lower_integer(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const auto params, geometry_of<Params>(node));
  return integer_convolution(node, params, kernel, 3);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) {
    THIMBLE_TRY(const auto params, geometry_of<thimble_depthwise_conv2d_f32_params>(node));
    const FloatKernels kernels{KernelId::depthwise_conv2d_f32, KernelId::depthwise_conv2d_f32_f16, KernelId::depthwise_conv2d_f32_s8};
    return float_convolution(node, params, kernels, 3);
  }
  const DType in = node.in_dtype(0), out = node.out_dtype();
  if (in == DType::s8 && out == DType::s8) return lower_integer<thimble_depthwise_conv2d_s8_params>(node, KernelId::depthwise_conv2d_s8);
  if (in == DType::s16 && out == DType::s16)
    return lower_integer<thimble_depthwise_conv2d_s16_params>(node, KernelId::depthwise_conv2d_s16);
  return no_kernel(node, kConvolutionTypes);
}

constexpr KernelId kKernels[] = {KernelId::depthwise_conv2d_s8, KernelId::depthwise_conv2d_s16, KernelId::depthwise_conv2d_f32,
                                 KernelId::depthwise_conv2d_f32_f16, KernelId::depthwise_conv2d_f32_s8};

}  // namespace

const OpDef op_depthwise_conv2d{.doc = "2-D convolution with one filter per channel, times a channel multiplier that the filter implies",
                                .min_inputs = 2,
                                .max_inputs = 3,
                                .attrs = kWindowAttrs,
                                .infer_shape = infer_shape,
                                .cost = cost,
                                .lower = lower,
                                .kernels = kKernels,
                                .quant = weighted_along(3)};

}  // namespace thimble
