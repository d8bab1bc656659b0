// fuse_activation: a clamp after an operator that can clamp becomes its attribute.
//   before  y = relu(f(x)) | clip(f(x), 0, 6) | clip(f(x), 0, inf) | clip(f(x), -1, 1)    f: an operator with an activation, none set
//   after   y = f(x) activation="relu" | "relu6" | "relu_n1_to_1"
//   needs   nothing else reads what f makes
//   exact   in float; and the quantized tensor needs levels for the clamped range only
#include <limits>

#include "core/ops/op_def.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

// The activation that a node computes, or nothing.
std::string_view activation_of(const NodeView& node, OpKind kind) {
  if (kind == OpKind::relu) return node.text("activation");
  if (kind != OpKind::clip) return {};
  const double low = node.real("low"), high = node.real("high");
  if (low == 0 && high == 6) return "relu6";
  // Exporters write "no upper limit" as the largest float.
  if (low == 0 && high >= static_cast<double>(std::numeric_limits<float>::max())) return "relu";
  if (low == -1 && high == 1) return "relu_n1_to_1";
  return {};
}

bool can_clamp(OpKind kind) {
  // A relu has the attribute because it is one; a concatenation's is refused by its kernels.
  return kind != OpKind::relu && kind != OpKind::concatenation && find_attr(op_def(kind), "activation") != nullptr;
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string* why_not) {
  const std::string_view activation = activation_of(NodeView(graph, id), graph.node(id).kind);
  if (activation.empty() || activation == "none") return std::nullopt;
  const ValueId before = graph.node_inputs(id)[0];
  const NodeId producer = graph.value(before).producer;
  if (!is_valid(producer) || graph.node(producer).dead || !can_clamp(graph.node(producer).kind)) return std::nullopt;
  const auto refuse = [&](const char* reason) {
    if (why_not) *why_not = reason;
    return std::nullopt;
  };
  if (use_count(graph, before) != 1) return refuse("what it clamps has other readers");
  const std::string_view has = NodeView(graph, producer).text("activation");
  if (has != "none" && has != activation) return refuse("the operator before it clamps otherwise already");
  if (graph.quant(before) || graph.quant(graph.node_outputs(id)[0])) return refuse("it is quantized");
  return Match{.node = id, .other = producer};
}

void apply(Graph& graph, const Match& match) {
  const std::string activation(activation_of(NodeView(graph, match.node), graph.node(match.node).kind));
  set_attr(graph, match.other, "activation", activation);
  take_over_output(graph, match.other, match.node);
}

}  // namespace

extern const PassDef pass_fuse_activation{
    .doc = "let an operator clamp its own output", .keeps = Keeps::outputs_nearly, .match = match, .apply = apply};

}  // namespace thimble
