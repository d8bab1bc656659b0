// What the lowerings of conv2d, depthwise_conv2d and transpose_conv2d share: their params name the same things.
#pragma once

#include "core/ops/float_shared.h"

namespace thimble {

// Sizes of input and output, whose filters are [.., height, width, ..].
template <class Params>
Params convolution_sizes(const NodeView& node, std::int64_t out_h, std::int64_t out_w) {
  const Shape &in = node.in_shape(0), &filter = node.in_shape(1);
  Params params{};
  params.batches = int32_of(in[0]), params.in_h = int32_of(in[1]), params.in_w = int32_of(in[2]), params.in_c = int32_of(in[3]);
  params.out_h = int32_of(out_h), params.out_w = int32_of(out_w);
  params.filter_h = int32_of(filter[1]), params.filter_w = int32_of(filter[2]);
  return params;
}

// The same for a window that slides over the input.
template <class Params>
Result<Params> sliding_convolution(const NodeView& node) {
  THIMBLE_TRY(const Window w, window_of(node, node.in_shape(1)[1], node.in_shape(1)[2]));
  Params params = convolution_sizes<Params>(node, w.out_h, w.out_w);
  params.stride_h = int32_of(w.stride_h), params.stride_w = int32_of(w.stride_w), params.dilation_h = int32_of(w.dilation_h);
  params.dilation_w = int32_of(w.dilation_w), params.pad_top = int32_of(w.pad_top), params.pad_left = int32_of(w.pad_left);
  return params;
}

// `channel_axis`: the dimension of the weights that output channels are counted by.
template <class Params>
Result<std::vector<KernelCall>> integer_convolution(const NodeView& node, Params params, KernelId kernel, std::int32_t channel_axis) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale from, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale to, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(ChannelScales scales, channel_scales(node, channel_axis, node.in_shape(1)[static_cast<std::size_t>(channel_axis)]));
  params.out_min = range.low, params.out_max = range.high;
  if constexpr (requires { params.in_zero_point; }) params.in_zero_point = from.zero_point, params.out_zero_point = to.zero_point;
  // The reference requantizes a sum with 32-bit biases as it does for int8, one with 64-bit biases in 64 bits.
  if constexpr (requires { params.accumulator_bits; })
    params.accumulator_bits = node.has_input(2) && node.in_dtype(2) == DType::s32 ? 32 : 64;
  return std::vector<KernelCall>{unary_call(kernel, params_of(params), {scales.weights, scales.bias, scales.multiplier, scales.shift})};
}

// Kernels that differ by how the weights are kept.
struct FloatKernels {
  KernelId f32, f16, s8;
};

template <class Params>
Result<std::vector<KernelCall>> float_convolution(const NodeView& node, Params params, const FloatKernels& kernels,
                                                  std::int32_t channel_axis) {
  THIMBLE_TRY(const FloatWeights weights, float_weights(node, channel_axis, node.in_shape(1)[static_cast<std::size_t>(channel_axis)]));
  const FloatRange range = float_range(node.text("activation"));
  params.out_min = range.low, params.out_max = range.high;
  return weighted_float_call(weights, params_of(params), kernels.f32, kernels.f16, kernels.s8);
}

inline constexpr std::string_view kConvolutionTypes = "f32 activations with f32, f16 or s8 weights, s8 or s16 activations with s8 weights";

}  // namespace thimble
