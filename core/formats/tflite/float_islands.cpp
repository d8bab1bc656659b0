#include "core/formats/tflite/float_islands.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/ops/litert_difference.h"

namespace thimble::tflite {
namespace {

// LiteRT's NEG turns the stored numbers around, whatever they stand for.
bool neg_turns_numbers(const NodeView& node) {
  const QuantParams &in = *node.graph().quant(node.input(0)), &out = *node.graph().quant(node.output());
  return in.scales == out.scales && in.zero_points[0] == -out.zero_points[0];
}

bool needs_floats(const NodeView& node) {
  const DType dtype = node.out_dtype();
  if (!node.graph().quant(node.output()) || !node.graph().quant(node.input(0))) return false;
  if (dtype != DType::s8 && dtype != DType::s16) return false;
  return !litert_has_kernel(node) || (node.graph().node(node.id()).kind == OpKind::neg && !neg_turns_numbers(node));
}

ValueId real_twin(Graph& graph, ValueId id) {
  const Shape shape = graph.shape(id);
  const std::string name = std::string(graph.value_name(id)) + "_real";
  return graph.add_value(DType::f32, shape, name);
}

void add_island(Graph& out, const Graph& graph, NodeId id) {
  std::vector<ValueId> inputs;
  for (const ValueId input : graph.node_inputs(id)) {
    if (!is_valid(input) || !graph.quant(input)) {
      inputs.push_back(input);
      continue;
    }
    const ValueId real = real_twin(out, input);
    out.add_node(OpKind::dequantize, std::span(&input, 1), std::span(&real, 1), {});
    inputs.push_back(real);
  }
  const ValueId result = graph.node_outputs(id)[0], real = real_twin(out, result);
  out.add_node(graph.node(id).kind, inputs, std::span(&real, 1), graph.node_attrs(id), graph.node_name(id));
  out.add_node(OpKind::quantize, std::span(&real, 1), std::span(&result, 1), {});
}

}  // namespace

std::optional<Graph> with_float_islands(const Graph& graph, Diagnostics& diagnostics) {
  const std::vector<NodeId> nodes = graph.live_nodes();
  if (std::none_of(nodes.begin(), nodes.end(), [&](NodeId id) { return needs_floats(NodeView(graph, id)); })) return std::nullopt;
  Graph out = graph;
  out.nodes.clear();
  out.edges.clear();
  for (const NodeId id : nodes) {
    if (needs_floats(NodeView(graph, id))) {
      diagnostics.warn(node_place(graph, id), "is written as floats between DEQUANTIZE and QUANTIZE: TFLite has no integer kernel for it");
      add_island(out, graph, id);
      continue;
    }
    const auto inputs = graph.node_inputs(id), outputs = graph.node_outputs(id);
    out.add_node(graph.node(id).kind, inputs, outputs, graph.node_attrs(id), graph.node_name(id));
  }
  return out;
}

}  // namespace thimble::tflite
