// How operators that calculate are written: convolutions, pooling, dense layers, arithmetic, activations.
#include <algorithm>
#include <cfloat>
#include <cmath>

#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

constexpr std::int8_t kSame = 0, kValid = 1;
constexpr std::int32_t kPad = 34, kPadV2 = 60;

// One direction of a window over the input.
struct Axis {
  std::int64_t in, out, filter, stride, dilation, before;

  std::int64_t reach() const { return (filter - 1) * dilation + 1; }
  bool is_valid() const { return before == 0 && in >= reach() && (in - reach()) / stride + 1 == out; }
  bool is_same() const {
    const std::int64_t total = std::max<std::int64_t>((out - 1) * stride + reach() - in, 0);
    return (in + stride - 1) / stride == out && total / 2 == before;
  }
  // What has to stand behind the input for the last window.
  std::int64_t after() const { return std::max<std::int64_t>((out - 1) * stride + reach() - before - in, 0); }
};

struct WindowAxes {
  Axis rows, columns;
};

WindowAxes window_axes(const NodeView& node, std::int64_t filter_h, std::int64_t filter_w, std::int64_t dilation_h,
                       std::int64_t dilation_w) {
  const Shape &in = node.in_shape(0), &out = node.out_shape();
  return {{in[1], out[1], filter_h, node.integer("stride_h"), dilation_h, node.integer("pad_top")},
          {in[2], out[2], filter_w, node.integer("stride_w"), dilation_w, node.integer("pad_left")}};
}

// The input with its border as elements, `border` in them.
Result<std::int32_t> padded_input(NodeExport& node, const WindowAxes& axes, double border) {
  const std::int32_t input = node.input(0);
  Shape shape = node.tensor(input).shape;
  const std::int64_t pads[] = {0, 0, axes.rows.before, axes.rows.after(), axes.columns.before, axes.columns.after(), 0, 0};
  shape[1] += pads[2] + pads[3];
  shape[2] += pads[4] + pads[5];
  const std::int64_t table[] = {4, 2};
  const std::int32_t widths = node.integers_of(table, pads);
  const std::int32_t padded = node.between(input, shape);
  node.note("its padding is written as an operator of its own: TFLite's windows know only SAME and VALID");
  if (border == 0) {
    const std::int32_t operands[] = {input, widths};
    node.emit_as(kPad, operands, padded, BuiltinOptions::NONE, 0, {});
    return padded;
  }
  THIMBLE_TRY(const std::int32_t value, node.constant_like(input, border));
  const std::int32_t operands[] = {input, widths, value};
  node.emit_as(kPadV2, operands, padded, BuiltinOptions::NONE, 0, {});
  return padded;
}

struct WindowInput {
  std::int32_t tensor;
  std::int8_t padding;
};

Result<WindowInput> window_input(NodeExport& node, const WindowAxes& axes, double border) {
  if (axes.rows.is_valid() && axes.columns.is_valid()) return WindowInput{node.input(0), kValid};
  if (axes.rows.is_same() && axes.columns.is_same()) return WindowInput{node.input(0), kSame};
  THIMBLE_TRY(const std::int32_t padded, padded_input(node, axes, border));
  return WindowInput{padded, kValid};
}

std::int8_t activation_of(const NodeExport& node) { return activation_number(node.node().text("activation")); }
std::int32_t narrow(std::int64_t value) { return static_cast<std::int32_t>(value); }

// 16-bit activations with 32-bit biases: the runtime has to be told, its own choice being 64 bits.
bool has_short_bias(const NodeView& node) { return node.in_dtype(0) == DType::s16 && node.has_input(2) && node.in_dtype(2) == DType::s32; }

Result<std::vector<std::int32_t>> convolution_operands(NodeExport& node, std::int8_t& padding) {
  const NodeView& view = node.node();
  const Shape& weights = view.in_shape(1);
  const WindowAxes axes = window_axes(view, weights[1], weights[2], view.integer("dilation_h"), view.integer("dilation_w"));
  THIMBLE_TRY(const WindowInput input, window_input(node, axes, 0));
  padding = input.padding;
  std::vector<std::int32_t> operands = node.inputs();
  operands[0] = input.tensor;
  return operands;
}

// LiteRT takes no CONV_2D without a bias: zeros in the scale of the sums.
std::int32_t zero_bias(NodeExport& node) {
  const NodeView& view = node.node();
  const std::int64_t channels = view.out_shape()[3];
  const QuantParams *in = view.graph().quant(view.input(0)), *weights = view.graph().quant(view.input(1));
  if (view.in_dtype(0) == DType::f32 || !in || !weights)
    return node.floats({channels}, std::vector<float>(static_cast<std::size_t>(channels), 0.0f));
  QuantParams quant{.scales = weights->scales, .zero_points = {}, .axis = weights->axis == 0 ? 0 : -1};
  if (weights->axis > 0) quant.scales.resize(1);
  for (float& scale : quant.scales) scale = std::clamp(scale * in->scales[0], FLT_MIN, FLT_MAX);
  quant.zero_points.assign(quant.scales.size(), 0);
  return node.zeros(view.in_dtype(0) == DType::s16 ? DType::s64 : DType::s32, {channels}, std::move(quant));
}

template <class Create>
Result<void> save_pool(NodeExport& node, double border, const Create& create) {
  const NodeView& view = node.node();
  const WindowAxes axes = window_axes(view, view.integer("filter_h"), view.integer("filter_w"), 1, 1);
  THIMBLE_TRY(const WindowInput input, window_input(node, axes, border));
  node.emit(std::span(&input.tensor, 1), node.output(), create(input.padding));
  return {};
}

flatbuffers::Offset<Pool2DOptions> pool_options(NodeExport& node, std::int8_t padding) {
  const NodeView& view = node.node();
  return CreatePool2DOptions(node.builder(), padding, narrow(view.integer("stride_w")), narrow(view.integer("stride_h")),
                             narrow(view.integer("filter_w")), narrow(view.integer("filter_h")), activation_of(node));
}

}  // namespace

Result<void> save_conv2d(NodeExport& node) {
  const NodeView& view = node.node();
  std::int8_t padding = 0;
  THIMBLE_TRY(std::vector<std::int32_t> operands, convolution_operands(node, padding));
  if (operands.size() == 2) operands.push_back(zero_bias(node));
  const bool short_bias = has_short_bias(view);
  const auto options = CreateConv2DOptions(node.builder(), padding, narrow(view.integer("stride_w")), narrow(view.integer("stride_h")),
                                           activation_of(node), narrow(view.integer("dilation_w")), narrow(view.integer("dilation_h")),
                                           short_bias ? type_number(DType::s32) : std::int8_t{0});
  node.emit(operands, node.output(), options, {.grouped = view.in_shape(0)[3] != view.in_shape(1)[3], .short_bias = short_bias});
  return {};
}

Result<void> save_depthwise_conv2d(NodeExport& node) {
  const NodeView& view = node.node();
  std::int8_t padding = 0;
  THIMBLE_TRY(const std::vector<std::int32_t> operands, convolution_operands(node, padding));
  const std::int64_t multiplier = view.out_shape()[3] / std::max<std::int64_t>(view.in_shape(0)[3], 1);
  const auto options = CreateDepthwiseConv2DOptions(node.builder(), padding, narrow(view.integer("stride_w")),
                                                    narrow(view.integer("stride_h")), narrow(multiplier), activation_of(node),
                                                    narrow(view.integer("dilation_w")), narrow(view.integer("dilation_h")));
  node.emit(operands, node.output(), options, {.dilated = view.integer("dilation_h") != 1 || view.integer("dilation_w") != 1});
  return {};
}

Result<void> save_max_pool2d(NodeExport& node) {
  // Below every number that the type has: constant_like() clamps.
  return save_pool(node, -FLT_MAX, [&](std::int8_t padding) { return pool_options(node, padding); });
}

Result<void> save_average_pool2d(NodeExport& node) {
  const NodeView& view = node.node();
  const WindowAxes axes = window_axes(view, view.integer("filter_h"), view.integer("filter_w"), 1, 1);
  if (view.integer("count_include_pad") == 1 && !(axes.rows.is_valid() && axes.columns.is_valid())) {
    THIMBLE_TRY(const std::int32_t padded, padded_input(node, axes, 0));
    node.emit(std::span(&padded, 1), node.output(), pool_options(node, kValid));
    return {};
  }
  const bool plain = (axes.rows.is_valid() && axes.columns.is_valid()) || (axes.rows.is_same() && axes.columns.is_same());
  if (!plain) {
    return unsupported("an average over windows that are padded otherwise than SAME, the padding not counted",
                       "Pool with padding SAME or VALID, or count the padding (count_include_pad).");
  }
  return save_pool(node, 0, [&](std::int8_t padding) { return pool_options(node, padding); });
}

Result<void> save_fully_connected(NodeExport& node) {
  const NodeView& view = node.node();
  const bool keep = view.integer("keep_dims") == 1, short_bias = has_short_bias(view);
  const auto options = CreateFullyConnectedOptions(node.builder(), activation_of(node), 0, keep, false,
                                                   short_bias ? type_number(DType::s32) : std::int8_t{0});
  node.emit_whole(options, {.keep_dims = keep, .short_bias = short_bias});
  return {};
}

Result<void> save_add(NodeExport& node) {
  // Our 16-bit sums always rescale: the older kernel that shifts instead is not asked for.
  node.emit_whole(CreateAddOptions(node.builder(), activation_of(node), false));
  return {};
}

Result<void> save_sub(NodeExport& node) {
  node.emit_whole(CreateSubOptions(node.builder(), activation_of(node), false));
  return {};
}

Result<void> save_mul(NodeExport& node) {
  node.emit_whole(CreateMulOptions(node.builder(), activation_of(node)));
  return {};
}

Result<void> save_reduce(NodeExport& node) {
  const std::int32_t operands[] = {node.input(0), node.integers(node.node().integers("axes"))};
  node.emit(operands, node.output(), CreateReducerOptions(node.builder(), node.node().integer("keep_dims") == 1));
  return {};
}

Result<void> save_softmax(NodeExport& node) {
  node.emit_whole(CreateSoftmaxOptions(node.builder(), static_cast<float>(node.node().real("beta"))));
  return {};
}

Result<void> save_leaky_relu(NodeExport& node) {
  node.emit_whole(CreateLeakyReluOptions(node.builder(), static_cast<float>(node.node().real("alpha"))));
  return {};
}

Result<void> save_relu(NodeExport& node) {
  constexpr std::int32_t kRelu = 19, kRelu6 = 21;
  const std::string_view activation = node.node().text("activation");
  if (activation == "none") return unsupported("a relu that clamps nothing", "Leave it out, or use `quantize` to change a scale.");
  if (activation == "relu_n1_to_1") return save_clamp(node, -1, 1);
  node.emit_whole_as(activation == "relu" ? kRelu : kRelu6);
  return {};
}

Result<void> save_plain(NodeExport& node) {
  node.emit_whole();
  return {};
}

}  // namespace thimble::tflite
