// eliminate_dead_nodes: a node of which nothing reads any output.
//   before  y = op(x), y without readers and no graph output;   after  nothing
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

std::optional<Match> match(const Graph& graph, NodeId id, std::string*) {
  for (const ValueId output : graph.node_outputs(id)) {
    if (use_count(graph, output) > 0) return std::nullopt;
  }
  return Match{.node = id};
}

void apply(Graph& graph, const Match& match) { graph.nodes[index_of(match.node)].dead = true; }

}  // namespace

extern const PassDef pass_eliminate_dead_nodes{.doc = "remove nodes that no output depends on", .match = match, .apply = apply};

}  // namespace thimble
