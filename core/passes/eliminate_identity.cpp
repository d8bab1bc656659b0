// eliminate_identity: a node whose output is its input, element for element.
//   before  y = quantize(x) with the scale of x | reshape to the same shape | slice of everything | transpose that moves
//           nothing | concatenation of one input
//   after   readers of y read x
//   needs   y is no graph output (outputs keep their names)
#include <algorithm>

#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

bool is_sorted_permutation(std::span<const std::int64_t> perm) { return std::is_sorted(perm.begin(), perm.end()); }

bool keeps_elements(const NodeView& node, OpKind kind) {
  switch (kind) {
    case OpKind::quantize: return true;  // types, scales and shapes are compared for every kind
    case OpKind::reshape: return true;
    case OpKind::slice: return std::ranges::all_of(node.integers("stride"), [](std::int64_t stride) { return stride == 1; });
    case OpKind::transpose: return is_sorted_permutation(node.integers("perm"));
    case OpKind::concatenation: return node.input_count() == 1 && node.text("activation") == "none";
    default: return false;
  }
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string*) {
  const NodeView node(graph, id);
  const ValueId in = graph.node_inputs(id)[0];
  const ValueId out = graph.node_outputs(id)[0];
  const ValueInfo& from = graph.value(in);
  const ValueInfo& to = graph.value(out);
  const QuantParams* a = graph.quant(in);
  const QuantParams* b = graph.quant(out);
  const bool same_scale = (a == nullptr) == (b == nullptr) && (!a || *a == *b);
  if (from.dtype != to.dtype || graph.shape(in) != graph.shape(out) || !same_scale || graph.is_output(out)) return std::nullopt;
  if (!keeps_elements(node, graph.node(id).kind)) return std::nullopt;
  return Match{.node = id};
}

void apply(Graph& graph, const Match& match) {
  graph.replace_uses(graph.node_outputs(match.node)[0], graph.node_inputs(match.node)[0]);
  graph.nodes[index_of(match.node)].dead = true;
}

}  // namespace

extern const PassDef pass_eliminate_identity{.doc = "remove nodes that change nothing", .match = match, .apply = apply};

}  // namespace thimble
