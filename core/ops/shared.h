// Pieces that several operators share: attribute lists, shape arithmetic, quantization checks, params of kernels.
#pragma once

#include "core/ops/op_table.h"

namespace thimble {

// strides, dilations and explicit padding of a sliding window, with the fused activation.
std::span<const AttrSpec> window_attrs();      // stride_h, stride_w, dilation_h, dilation_w, pad_*, activation
std::span<const AttrSpec> pool_attrs();        // filter_h, filter_w, stride_h, stride_w, pad_*, activation
std::span<const AttrSpec> activation_attrs();  // activation
inline constexpr std::string_view kActivations[] = {"none", "relu", "relu6", "relu_n1_to_1"};

struct Window {
  std::int64_t filter_h, filter_w, stride_h, stride_w, dilation_h, dilation_w, pad_top, pad_left, out_h, out_w;
};
// The output size of a window over NHWC input 0; refuses a window larger than the padded input.
Result<Window> window_of(const NodeView& node, std::int64_t filter_h, std::int64_t filter_w);

Result<void> expect_rank(const NodeView& node, std::size_t input, std::size_t rank);
Result<std::vector<Shape>> same_shape(const NodeView& node);
Result<std::vector<Shape>> broadcast_shape(const NodeView& node);
NodeCost elementwise_cost(const NodeView& node);
NodeCost data_movement_cost(const NodeView& node);

// The scale and zero point of a per-tensor quantized value; refuses others.
struct TensorScale {
  double scale;
  std::int32_t zero_point;
};
Result<TensorScale> tensor_scale(const NodeView& node, ValueId value, std::string_view what);
Result<TensorScale> input_scale(const NodeView& node, std::size_t i);
Result<TensorScale> output_scale(const NodeView& node, std::size_t i = 0);
Result<void> expect_same_scale(const NodeView& node);  // input 0 and output 0

struct ActivationRange {
  std::int32_t low, high;
};
// The clamp of a fused activation in the output's numbers.
Result<ActivationRange> output_range(const NodeView& node, std::string_view activation);

// "no kernel for s8 -> f32; it has s8 -> s8, s16 -> s16": the error of lower() when types do not match.
Error no_kernel(const NodeView& node, std::string_view has);

// Weights times inputs: bias of the right length and type, one multiplier and shift per output channel.
struct ChannelScales {
  ConstantArray weights, bias, multiplier, shift;
};
// `channel_axis` of the weights; per-tensor weight scales are repeated for each of `channels`.
Result<ChannelScales> channel_scales(const NodeView& node, std::int32_t channel_axis, std::int64_t channels);

// One kernel from input 0 to output 0.
KernelCall unary_call(KernelId kernel, std::vector<std::int32_t> params, std::vector<ConstantArray> constants = {});

}  // namespace thimble
