#include "core/quantization/correct_bias.h"

#include <cmath>

#include "core/ops/op_def.h"
#include "core/passes/edit.h"
#include "core/quantization/quantize_weights.h"

namespace thimble {
namespace {

// Of every weight: what rounding adds to it.
std::vector<double> rounding_of(std::span<const float> weights, const NodeView& made, std::int32_t axis) {
  const Graph& graph = made.graph();
  const QuantParams& quant = *graph.quant(made.input(1));
  const std::vector<std::int8_t> numbers = graph.constant(made.input(1))->copy_as<std::int8_t>();
  const auto inner = static_cast<std::size_t>(axis_view(made.in_shape(1), axis).inner);
  std::vector<double> out(weights.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double scale = static_cast<double>(quant.scales[i / inner % quant.scales.size()]);
    out[i] = static_cast<double>(numbers[i]) * scale - static_cast<double>(weights[i]);
  }
  return out;
}

// The share of output positions, along one dimension, for which a tap lies inside of the input.
double share_inside(std::int64_t in, std::int64_t out, std::int64_t stride, std::int64_t offset) {
  std::int64_t inside = 0;
  for (std::int64_t o = 0; o < out; ++o) {
    const std::int64_t at = o * stride + offset;
    inside += at >= 0 && at < in ? 1 : 0;
  }
  return out > 0 ? static_cast<double>(inside) / static_cast<double>(out) : 0;
}

std::vector<double> convolution_shift(const NodeView& node, std::span<const double> rounding, std::span<const double> means,
                                      bool depthwise) {
  const Shape& in = node.in_shape(0);
  const Shape& filter = node.in_shape(1);
  const Shape& made = node.out_shape();
  const auto channels = static_cast<std::size_t>(made[3]), taps_in = static_cast<std::size_t>(filter[3]);
  const std::size_t a_group = depthwise ? 1 : channels / (static_cast<std::size_t>(in[3]) / taps_in);
  const std::size_t multiplier = channels / static_cast<std::size_t>(in[3]);
  std::vector<double> shift(channels, 0.0);
  for (std::int64_t h = 0; h < filter[1]; ++h) {
    const double rows = share_inside(in[1], made[1], node.integer("stride_h"), h * node.integer("dilation_h") - node.integer("pad_top"));
    for (std::int64_t w = 0; w < filter[2]; ++w) {
      const double share =
          rows * share_inside(in[2], made[2], node.integer("stride_w"), w * node.integer("dilation_w") - node.integer("pad_left"));
      const auto tap = static_cast<std::size_t>(h * filter[2] + w), taps = static_cast<std::size_t>(filter[1] * filter[2]);
      for (std::size_t o = 0; o < channels; ++o) {
        if (depthwise) {
          shift[o] += share * rounding[tap * channels + o] * means[o / multiplier];
          continue;
        }
        const std::size_t first = o / a_group * taps_in;
        for (std::size_t i = 0; i < taps_in; ++i) shift[o] += share * rounding[(o * taps + tap) * taps_in + i] * means[first + i];
      }
    }
  }
  return shift;
}

std::vector<double> dense_shift(const NodeView& node, std::span<const double> rounding, std::span<const double> means) {
  const Shape& filter = node.in_shape(1);
  const auto outputs = static_cast<std::size_t>(filter[0]), depth = static_cast<std::size_t>(filter[1]);
  std::vector<double> shift(outputs, 0.0);
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i < depth; ++i) shift[o] += rounding[o * depth + i] * means[i % means.size()];
  }
  return shift;
}

void take_back(Graph& graph, NodeId id, const std::vector<double>& shift) {
  const auto inputs = graph.node_inputs(id);
  const ValueId before = inputs.size() > 2 ? inputs[2] : ValueId::none;
  std::vector<float> bias = is_valid(before) ? *float_constant(graph, before) : std::vector<float>(shift.size(), 0.0f);
  for (std::size_t c = 0; c < bias.size(); ++c) bias[c] = static_cast<float>(static_cast<double>(bias[c]) - shift[c]);
  const std::string name = is_valid(before) ? std::string(graph.value_name(before)) : std::string(graph.value_name(inputs[1])) + "_bias";
  const ValueId after = graph.add_constant(DType::f32, {static_cast<std::int64_t>(bias.size())}, Blob::of(bias), name);
  const ValueId operands[] = {graph.node_inputs(id)[0], graph.node_inputs(id)[1], after};
  set_inputs(graph, id, operands);
}

}  // namespace

Graph correct_bias(const Graph& graph, const std::vector<std::vector<double>>& channel_means, const QuantizedGraph& quantized) {
  Graph out = graph;
  for (const NodeId id : graph.live_nodes()) {
    const OpKind kind = graph.node(id).kind;
    if (kind != OpKind::conv2d && kind != OpKind::depthwise_conv2d && kind != OpKind::fully_connected) continue;
    const NodeView node(graph, id);
    const auto weights = float_constant(graph, node.input(1));
    const std::vector<double>& means = channel_means[index_of(node.input(0))];
    if (quantized.node_types[index_of(id)] == DType::f32 || !weights || means.empty()) continue;
    if (node.has_input(2) && !float_constant(graph, node.input(2))) continue;
    const NodeView made(quantized.graph, quantized.node_of[index_of(id)]);
    const std::vector<double> rounding = rounding_of(*weights, made, op_def(kind).quant.weight_axis);
    take_back(out, id,
              kind == OpKind::fully_connected ? dense_shift(node, rounding, means)
                                              : convolution_shift(node, rounding, means, kind == OpKind::depthwise_conv2d));
  }
  return out;
}

}  // namespace thimble
