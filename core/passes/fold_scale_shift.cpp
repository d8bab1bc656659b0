// fold_scale_shift: a product or sum with constants, one a channel, becomes part of the layer before it.
//   before  y = mul | div | add | sub(conv(x, w, b), c)    c: a constant of one element, or one a channel of the last dimension;
//           for mul and add also (c, conv)
//   after   y = conv(x, w', b') with the activation of the product or sum
//   needs   as fold_batch_norm
//   keeps   outputs to the rounding of a product
#include <algorithm>

#include "core/ops/op_def.h"
#include "core/passes/affine.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

bool is_one_a_channel(const Graph& graph, ValueId constant, std::int64_t channels) {
  const Shape& shape = graph.shape(constant);
  const std::int64_t count = graph.value_elements(constant);
  return count == 1 || (count == channels && !shape.empty() && shape.back() == channels);
}

// Which input is the constant; nothing when the node is no product or sum with one.
std::optional<std::size_t> constant_operand(const Graph& graph, NodeId id) {
  const OpKind kind = graph.node(id).kind;
  const bool commutes = kind == OpKind::mul || kind == OpKind::add;
  if (!commutes && kind != OpKind::div && kind != OpKind::sub) return std::nullopt;
  const auto inputs = graph.node_inputs(id);
  if (float_constant(graph, inputs[1])) return 1;
  if (commutes && float_constant(graph, inputs[0])) return 0;
  return std::nullopt;
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string* why_not) {
  const auto constant = constant_operand(graph, id);
  if (!constant) return std::nullopt;
  const ValueId other = graph.node_inputs(id)[1 - *constant];
  const ValueId output = graph.node_outputs(id)[0];
  if (graph.shape(other).empty() || graph.shape(other) != graph.shape(output)) return std::nullopt;
  const auto producer = foldable_producer(graph, other, why_not);
  if (!producer) return std::nullopt;
  if (!is_one_a_channel(graph, graph.node_inputs(id)[*constant], graph.shape(output).back())) {
    if (why_not) *why_not = "the constant is neither one number nor one a channel";
    return std::nullopt;
  }
  const std::vector<float> numbers = *float_constant(graph, graph.node_inputs(id)[*constant]);
  if (graph.node(id).kind == OpKind::div && std::find(numbers.begin(), numbers.end(), 0.0f) != numbers.end()) {
    if (why_not) *why_not = "it divides by 0";
    return std::nullopt;
  }
  return Match{.node = id, .other = *producer};
}

void apply(Graph& graph, const Match& match) {
  const std::size_t constant = *constant_operand(graph, match.node);
  std::vector<float> numbers = *float_constant(graph, graph.node_inputs(match.node)[constant]);
  const auto channels = static_cast<std::size_t>(graph.shape(graph.node_outputs(match.node)[0]).back());
  if (numbers.size() == 1) numbers = std::vector<float>(channels, numbers[0]);
  Affine affine{std::vector<float>(channels, 1.0f), std::vector<float>(channels, 0.0f)};
  for (std::size_t c = 0; c < channels; ++c) {
    switch (graph.node(match.node).kind) {
      case OpKind::mul: affine.factor[c] = numbers[c]; break;
      case OpKind::div: affine.factor[c] = 1.0f / numbers[c]; break;
      case OpKind::add: affine.offset[c] = numbers[c]; break;
      default: affine.offset[c] = -numbers[c]; break;
    }
  }
  fold_affine(graph, match.other, affine);
  set_attr(graph, match.other, "activation", std::string(NodeView(graph, match.node).text("activation")));
  take_over_output(graph, match.other, match.node);
}

}  // namespace

extern const PassDef pass_fold_scale_shift{.doc = "make a product or sum with constants part of the weights before it",
                                           .keeps = Keeps::outputs_nearly,
                                           .match = match,
                                           .apply = apply};

}  // namespace thimble
