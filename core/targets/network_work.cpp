#include "core/targets/network_work.h"

#include "core/ops/op_def.h"

namespace thimble {
namespace {

LayerKind layer_kind(WorkKind kind) {
  switch (kind) {
    case WorkKind::none: return LayerKind::free;
    case WorkKind::conv: return LayerKind::conv;
    case WorkKind::pointwise: return LayerKind::pointwise;
    case WorkKind::depthwise: return LayerKind::depthwise;
    case WorkKind::fully_connected: return LayerKind::fully_connected;
    case WorkKind::elementwise: return LayerKind::elementwise;
    case WorkKind::pool: return LayerKind::pool;
    case WorkKind::softmax: return LayerKind::transcendental;
    case WorkKind::data_movement: return LayerKind::copy;
  }
  return LayerKind::free;
}

// Weights are input 1 of these, outermost dimension the filters (depthwise: innermost).
void read_weights(const NodeView& node, LayerWork& layer) {
  if (!node.has_input(1)) return;
  const Shape& weights = node.in_shape(1);
  layer.weights = node.graph().value_elements(node.input(1));
  if (weights.empty()) return;
  layer.output_channels = layer.kind == LayerKind::depthwise ? weights.back() : weights.front();
  layer.input_channels = weights.back();
}

LayerWork layer_work(const NodeView& node) {
  const OpDef& op = op_def(node.graph().node(node.id()).kind);
  LayerWork layer;
  if (op.alias || !op.cost) return layer;
  const NodeCost cost = op.cost(node);
  layer.kind = layer_kind(cost.kind);
  layer.macs = cost.macs;
  layer.outputs = node.graph().value_elements(node.output());
  if (layer.kind <= LayerKind::fully_connected) read_weights(node, layer);
  if (layer.kind == LayerKind::pool) layer.window_inputs = cost.elements;
  return layer;
}

// The type that most multiplying is done in decides which kernels run.
Precision precision_of(const Graph& graph) {
  Precision precision = Precision::int8;
  std::int64_t most = -1;
  for (NodeId id : graph.live_nodes()) {
    const NodeView node(graph, id);
    const LayerWork layer = layer_work(node);
    if (layer.kind > LayerKind::fully_connected || layer.macs <= most) continue;
    most = layer.macs;
    const DType dtype = node.in_dtype(0);
    precision = dtype == DType::f32 || dtype == DType::f16 ? Precision::float32
                : dtype == DType::s16                      ? Precision::int16x8
                                                           : Precision::int8;
  }
  return precision;
}

}  // namespace

NetworkWork network_work(const Graph& graph) {
  NetworkWork work;
  work.precision = precision_of(graph);
  for (NodeId id : graph.live_nodes()) work.layers.push_back(layer_work(NodeView(graph, id)));
  return work;
}

}  // namespace thimble
