#include <algorithm>

#include "core/ops/op_def.h"
#include "core/passes/channel_intervals.h"

namespace thimble {
namespace {

constexpr OpKind kUnary[] = {OpKind::relu, OpKind::logistic, OpKind::tanh, OpKind::hard_swish, OpKind::leaky_relu, OpKind::quantize};

// Numbers of a tensor whose last axis are channels, with the one scale that makes them real.
bool real_s8(const Graph& graph, ValueId id) {
  const QuantParams* quant = graph.quant(id);
  return graph.value(id).dtype == DType::s8 && !graph.shape(id).empty() && quant && quant->per_tensor();
}

bool all_s8(const Graph& graph, NodeId node) {
  for (const ValueId id : graph.node_outputs(node)) {
    if (!real_s8(graph, id)) return false;
  }
  for (const ValueId id : graph.node_inputs(node)) {
    if (is_valid(id) && !graph.constant(id) && !real_s8(graph, id)) return false;
  }
  return true;
}

// Weights and biases of one node are constants of types that the kernels take.
bool has_weights(const Graph& graph, NodeId node) {
  const auto inputs = graph.node_inputs(node);
  if (graph.constant(inputs[0]) || !graph.constant(inputs[1]) || graph.value(inputs[1]).dtype != DType::s8 || !graph.quant(inputs[1]))
    return false;
  return inputs.size() < 3 || !is_valid(inputs[2]) || (graph.constant(inputs[2]) && graph.value(inputs[2]).dtype == DType::s32);
}

bool keeps_last_axis(const NodeView& mean) {
  const auto axes = mean.integers("axes");
  const auto last = static_cast<std::int64_t>(mean.in_shape(0).size()) - 1;
  return std::find(axes.begin(), axes.end(), last) == axes.end();
}

bool pads_no_channels(const NodeView& pad) {
  const auto pads = pad.integers("pads");
  return pads.size() >= 2 && pads[pads.size() - 1] == 0 && pads[pads.size() - 2] == 0 && pad.real("value") == 0;
}

ChannelFlow weighted_flow(const NodeView& node) {
  if (!has_weights(node.graph(), node.id())) return ChannelFlow::none;
  if (node.graph().node(node.id()).kind == OpKind::conv2d)
    return node.in_shape(0)[3] == node.in_shape(1)[3] ? ChannelFlow::weighted : ChannelFlow::none;
  const std::int64_t last = node.in_shape(0).back();
  return last > 0 && node.in_shape(1)[1] % last == 0 ? ChannelFlow::weighted : ChannelFlow::none;
}

// Bounds of a product are at the corners whatever the signs; of a sum and a difference too.
ChannelFlow binary_flow(const NodeView& node) {
  const Graph& graph = node.graph();
  for (std::size_t i = 0; i < 2; ++i) {
    const bool same = node.in_shape(i) == node.out_shape();
    if (node.in_dtype(i) != DType::s8 || (!same && !graph.constant(node.input(i)))) return ChannelFlow::none;
    const Shape& shape = node.in_shape(i);
    if (!same && !shape.empty() && shape.back() != node.out_shape().back() && shape.back() != 1) return ChannelFlow::none;
  }
  return ChannelFlow::binary;
}

}  // namespace

ChannelFlow channel_flow(const Graph& graph, NodeId id) {
  if (!all_s8(graph, id)) return ChannelFlow::none;
  const NodeView node(graph, id);
  const OpKind kind = graph.node(id).kind;
  if (std::find(std::begin(kUnary), std::end(kUnary), kind) != std::end(kUnary))
    return graph.constant(node.input(0)) ? ChannelFlow::none : ChannelFlow::unary;
  switch (kind) {
    case OpKind::conv2d:
    case OpKind::fully_connected: return weighted_flow(node);
    case OpKind::depthwise_conv2d: return has_weights(graph, id) ? ChannelFlow::depthwise : ChannelFlow::none;
    case OpKind::max_pool2d: return ChannelFlow::window;
    // A border that counts as zeros would be one more number in the mean.
    case OpKind::average_pool2d:
      return find_attr(op_def(kind), "count_include_pad") && node.integer("count_include_pad") == 1 ? ChannelFlow::none
                                                                                                    : ChannelFlow::window;
    case OpKind::mean: return keeps_last_axis(node) ? ChannelFlow::window : ChannelFlow::none;
    case OpKind::add:
    case OpKind::sub:
    case OpKind::mul: return binary_flow(node);
    case OpKind::reshape:
      return node.in_shape(0).back() > 0 && node.out_shape().back() % node.in_shape(0).back() == 0 ? ChannelFlow::view : ChannelFlow::none;
    case OpKind::concatenation: return ChannelFlow::concatenate;
    case OpKind::pad: return pads_no_channels(node) ? ChannelFlow::border : ChannelFlow::none;
    default: return ChannelFlow::none;
  }
}

}  // namespace thimble
