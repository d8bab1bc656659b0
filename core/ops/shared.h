// Pieces that several operators share: attribute lists, shape arithmetic, quantization checks, params of kernels.
#pragma once

#include <array>
#include <utility>

#include "core/kernels/fixed_point.h"
#include "core/ops/op_table.h"

namespace thimble {

inline constexpr std::string_view kActivations[] = {"none", "relu", "relu6", "relu_n1_to_1"};

constexpr AttrSpec count_attr(std::string_view name, std::int64_t fallback, std::int64_t low) {
  return {.name = name, .low = low, .high = 1 << 20, .integer = fallback};
}
inline constexpr AttrSpec kActivationAttr{.name = "activation", .type = AttrType::text, .choices = kActivations, .text = "none"};

// Strides, dilations and explicit padding of a sliding window over NHWC, with the fused activation.
inline constexpr AttrSpec kWindowAttrs[] = {count_attr("stride_h", 1, 1),   count_attr("stride_w", 1, 1),  count_attr("dilation_h", 1, 1),
                                            count_attr("dilation_w", 1, 1), count_attr("pad_top", 0, 0),   count_attr("pad_left", 0, 0),
                                            count_attr("pad_bottom", 0, 0), count_attr("pad_right", 0, 0), kActivationAttr};
inline constexpr AttrSpec kPoolAttrs[] = {count_attr("filter_h", 1, 1),   count_attr("filter_w", 1, 1),  count_attr("stride_h", 1, 1),
                                          count_attr("stride_w", 1, 1),   count_attr("pad_top", 0, 0),   count_attr("pad_left", 0, 0),
                                          count_attr("pad_bottom", 0, 0), count_attr("pad_right", 0, 0), kActivationAttr};
inline constexpr AttrSpec kElementwiseAttrs[] = {kActivationAttr};

// `attrs` and one more.
template <std::size_t n>
constexpr std::array<AttrSpec, n + 1> with_attr(const AttrSpec (&attrs)[n], const AttrSpec& more) {
  std::array<AttrSpec, n + 1> out{};
  for (std::size_t i = 0; i < n; ++i) out[i] = attrs[i];
  out[n] = more;
  return out;
}

struct Window {
  std::int64_t filter_h, filter_w, stride_h, stride_w, dilation_h, dilation_w, pad_top, pad_left, out_h, out_w;
};
// The output size of a window over NHWC input 0; refuses a window larger than the padded input.
Result<Window> window_of(const NodeView& node, std::int64_t filter_h, std::int64_t filter_w);

Result<void> expect_rank(const NodeView& node, std::size_t input, std::size_t rank);
Result<std::vector<Shape>> same_shape(const NodeView& node);
Result<Shape> broadcast_shapes(const Shape& a, const Shape& b);
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
Result<void> expect_same_numbers(const NodeView& node);  // the same, and type: what only moves elements needs
Result<void> expect_one_scale(const NodeView& node);   // every input and output 0
Result<void> expect_symmetric(const NodeView& node);   // every activation of type s16 has zero point 0

// The least and greatest number of a quantized type.
std::pair<std::int32_t, std::int32_t> integer_limits(DType dtype);

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

// The same for fully_connected, whose reference multiplies by the scale in double precision.
struct WideScales {
  ConstantArray weights, bias, high, low, shift;
};
Result<WideScales> wide_scales(const NodeView& node, std::int64_t channels);

// One kernel from input 0 to output 0.
KernelCall unary_call(KernelId kernel, std::vector<std::int32_t> params, std::vector<ConstantArray> constants = {});

// verify() has bounded every dimension below 2^31.
std::int32_t int32_of(std::int64_t dim);
std::int64_t rows_before_last(const Shape& shape);

}  // namespace thimble
