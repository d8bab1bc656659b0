// fold_constants: a node of constants alone becomes the constant that it computes.
//   before  y = op(constants)   after  a constant y
//   needs   a kernel for the node; y is no graph output
//   keeps   what the node's kernels compute, bit for bit
#include <algorithm>

#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"

namespace thimble {
namespace {

// The node alone, as a network without inputs.
Graph network_of(const Graph& graph, NodeId id) {
  Graph out;
  std::vector<ValueId> inputs;
  for (const ValueId input : graph.node_inputs(id)) {
    inputs.push_back(is_valid(input) ? out.add_constant(graph.value(input).dtype, graph.shape(input), *graph.constant(input),
                                                        graph.value_name(input), graph.quant(input))
                                     : ValueId::none);
  }
  const ValueId made = graph.node_outputs(id)[0];
  out.outputs = {out.add_value(graph.value(made).dtype, graph.shape(made), graph.value_name(made), graph.quant(made))};
  out.add_node(graph.node(id).kind, inputs, out.outputs, graph.node_attrs(id));
  return out;
}

std::optional<Blob> value_of(const Graph& graph, NodeId id) {
  if (op_def(graph.node(id).kind).alias) return *graph.constant(graph.node_inputs(id)[0]);
  Result<Executor> executor = Executor::create(network_of(graph, id));
  if (!executor.ok()) return std::nullopt;
  Result<std::vector<Bytes>> outputs = executor->run({});
  if (!outputs.ok()) return std::nullopt;
  return Blob(std::move((*outputs)[0]));
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string* why_not) {
  const auto inputs = graph.node_inputs(id);
  const bool constant = std::all_of(inputs.begin(), inputs.end(), [&](ValueId in) { return !is_valid(in) || graph.constant(in); });
  if (!constant || inputs.empty() || graph.node_outputs(id).size() != 1 || graph.is_output(graph.node_outputs(id)[0])) return std::nullopt;
  if (!value_of(graph, id)) {
    if (why_not) *why_not = "it is constant, but has no kernel to compute it";
    return std::nullopt;
  }
  return Match{.node = id};
}

void apply(Graph& graph, const Match& match) {
  const ValueId made = graph.node_outputs(match.node)[0];
  const DType dtype = graph.value(made).dtype;
  const Shape shape = graph.shape(made);
  const std::string name(graph.value_name(made));
  const ValueId constant = graph.add_constant(dtype, shape, *value_of(graph, match.node), name, graph.quant(made));
  graph.replace_uses(made, constant);
  graph.nodes[index_of(match.node)].dead = true;
}

}  // namespace

extern const PassDef pass_fold_constants{.doc = "compute what depends on constants alone", .match = match, .apply = apply};

}  // namespace thimble
