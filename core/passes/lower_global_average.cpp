// lower_global_average: an average pool over the whole plane is the mean that it is.
//   before  y = average_pool2d(x) {filter as large as the plane, no padding, no activation}
//   after   y = mean(x) {axes 1 2, keep_dims 1}
//   why     the 8-bit specification gives a pool its input's scale. Means of a plane reach a fraction as far as its numbers do, and what
//           reads them is often the last layer: a mean has a scale of its own
//   keeps   outputs to the order of a sum
#include "core/ops/op_def.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

std::optional<Match> match(const Graph& graph, NodeId id, std::string*) {
  if (graph.node(id).kind != OpKind::average_pool2d) return std::nullopt;
  const NodeView node(graph, id);
  const Shape& plane = node.in_shape(0);
  for (const char* pad : {"pad_top", "pad_bottom", "pad_left", "pad_right"}) {
    if (node.integer(pad) != 0) return std::nullopt;
  }
  const bool whole = node.integer("filter_h") == plane[1] && node.integer("filter_w") == plane[2];
  if (!whole || plane[1] * plane[2] == 1 || node.text("activation") != "none") return std::nullopt;
  return Match{.node = id};
}

void apply(Graph& graph, const Match& match) {
  graph.nodes[index_of(match.node)].kind = OpKind::mean;
  graph.nodes[index_of(match.node)].attrs = AttrsId::none;
  set_attr(graph, match.node, "axes", std::vector<std::int64_t>{1, 2});
  set_attr(graph, match.node, "keep_dims", std::int64_t{1});
}

}  // namespace

extern const PassDef pass_lower_global_average{.doc = "make an average pool over the whole plane a mean, which has a scale of its own",
                                               .keeps = Keeps::outputs_nearly,
                                               .match = match,
                                               .apply = apply};

}  // namespace thimble
