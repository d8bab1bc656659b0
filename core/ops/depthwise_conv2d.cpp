#include "core/ops/float_shared.h"

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
  const Shape& in = node.in_shape(0);
  const Shape& filter = node.in_shape(1);
  THIMBLE_TRY(const Window w, window_of(node, filter[1], filter[2]));
  Params params{};
  params.batches = int32_of(in[0]), params.in_h = int32_of(in[1]), params.in_w = int32_of(in[2]), params.in_c = int32_of(in[3]);
  params.out_h = int32_of(w.out_h), params.out_w = int32_of(w.out_w), params.depth_multiplier = int32_of(filter[3] / in[3]);
  params.filter_h = int32_of(filter[1]), params.filter_w = int32_of(filter[2]), params.stride_h = int32_of(w.stride_h);
  params.stride_w = int32_of(w.stride_w), params.dilation_h = int32_of(w.dilation_h), params.dilation_w = int32_of(w.dilation_w);
  params.pad_top = int32_of(w.pad_top), params.pad_left = int32_of(w.pad_left);
  return params;
}

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(Params params, geometry_of<Params>(node));
  THIMBLE_TRY(const TensorScale from, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale to, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(ChannelScales scales, channel_scales(node, 3, node.in_shape(1)[3]));
  params.out_min = range.low, params.out_max = range.high;
  if constexpr (requires { params.in_zero_point; }) params.in_zero_point = from.zero_point, params.out_zero_point = to.zero_point;
  return std::vector<KernelCall>{unary_call(kernel, params_of(params), {scales.weights, scales.bias, scales.multiplier, scales.shift})};
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  THIMBLE_TRY(auto params, geometry_of<thimble_depthwise_conv2d_f32_params>(node));
  THIMBLE_TRY(const FloatWeights weights, float_weights(node, 3, node.in_shape(1)[3]));
  const FloatRange range = float_range(node.text("activation"));
  params.out_min = range.low, params.out_max = range.high;
  return weighted_float_call(weights, params_of(params), KernelId::depthwise_conv2d_f32, KernelId::depthwise_conv2d_f32_f16,
                             KernelId::depthwise_conv2d_f32_s8);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8)
    return call_of<thimble_depthwise_conv2d_s8_params>(node, KernelId::depthwise_conv2d_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) {
    THIMBLE_TRY_VOID(expect_symmetric(node));
    return call_of<thimble_depthwise_conv2d_s16_params>(node, KernelId::depthwise_conv2d_s16);
  }
  return no_kernel(node, "f32 activations with f32, f16 or s8 weights, s8 or s16 activations with s8 weights");
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
