// fold_batch_norm: an inference batch norm becomes part of the layer before it.
//   before  y = batch_norm(conv(x, w, b), scale, bias, mean, variance)    conv: any operator with weights, without activation
//   after   y = conv(x, w * g, (b - mean) * g + bias),  g = scale / sqrt(variance + epsilon), one a channel
//   needs   constant operands; nothing else reads what the layer makes
//   keeps   outputs to the rounding of a product
//   source  Jacob et al. 2018, arXiv:1712.05877, section 3.2
#include "core/ops/op_kind.h"
#include "core/passes/affine.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

std::optional<Match> match(const Graph& graph, NodeId id, std::string* why_not) {
  if (graph.node(id).kind != OpKind::batch_norm) return std::nullopt;
  if (!affine_of_batch_norm(graph, id)) {
    if (why_not) *why_not = "its operands are no f32 constants";
    return std::nullopt;
  }
  const auto producer = foldable_producer(graph, graph.node_inputs(id)[0], why_not);
  if (!producer) return std::nullopt;
  return Match{.node = id, .other = *producer};
}

void apply(Graph& graph, const Match& match) {
  fold_affine(graph, match.other, *affine_of_batch_norm(graph, match.node));
  take_over_output(graph, match.other, match.node);
}

}  // namespace

extern const PassDef pass_fold_batch_norm{
    .doc = "make a batch norm part of the weights before it", .keeps = Keeps::outputs_nearly, .match = match, .apply = apply};

}  // namespace thimble
