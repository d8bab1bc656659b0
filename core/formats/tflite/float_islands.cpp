#include "core/formats/tflite/float_islands.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/ops/op_def.h"

namespace thimble::tflite {
namespace {

// Composed of several operators in floats (export_composed.cpp), or known to LiteRT's kernels as floats only.
constexpr OpKind kNeitherType[] = {OpKind::ceil, OpKind::cos, OpKind::floor,    OpKind::hard_sigmoid, OpKind::pow,   OpKind::round,
                                   OpKind::selu, OpKind::sin, OpKind::softplus, OpKind::softsign,     OpKind::square};
constexpr OpKind kNotInt16[] = {OpKind::depth_to_space, OpKind::elu, OpKind::hard_swish, OpKind::log_softmax, OpKind::space_to_depth};

template <std::size_t n>
bool is_one_of(OpKind kind, const OpKind (&kinds)[n]) {
  return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
}

bool needs_floats(const NodeView& node) {
  const OpKind kind = node.graph().node(node.id()).kind;
  const DType dtype = node.out_dtype();
  if (!node.graph().quant(node.output()) || !node.graph().quant(node.input(0))) return false;
  if (dtype == DType::s8) return is_one_of(kind, kNeitherType) || (kind == OpKind::elu && node.real("alpha") != 1);
  return dtype == DType::s16 && (is_one_of(kind, kNeitherType) || is_one_of(kind, kNotInt16));
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
      diagnostics.note(node_place(graph, id), "is written as floats between DEQUANTIZE and QUANTIZE: TFLite has no integer kernel for it");
      add_island(out, graph, id);
      continue;
    }
    const auto inputs = graph.node_inputs(id), outputs = graph.node_outputs(id);
    out.add_node(graph.node(id).kind, inputs, outputs, graph.node_attrs(id), graph.node_name(id));
  }
  return out;
}

}  // namespace thimble::tflite
