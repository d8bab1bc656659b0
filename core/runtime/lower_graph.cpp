#include "core/runtime/lower_graph.h"

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr std::size_t kReasonsShown = 12;

}  // namespace

Result<std::vector<LoweredNode>> lower_graph(const Graph& graph) {
  std::vector<LoweredNode> out;
  std::vector<std::string> reasons;
  std::string hint;
  for (const NodeId id : graph.live_nodes()) {
    const OpDef& def = op_def(graph.node(id).kind);
    if (def.alias) {
      out.push_back({id, {}});
      continue;
    }
    Result<std::vector<KernelCall>> calls = def.lower(NodeView(graph, id));
    if (calls.ok()) {
      out.push_back({id, std::move(calls).value()});
      continue;
    }
    reasons.push_back(node_place(graph, id) + ": " + calls.error().message());
    if (hint.empty()) hint = calls.error().hint();
  }
  if (reasons.empty()) return out;
  const std::size_t total = reasons.size();
  if (total > kReasonsShown) {
    reasons.resize(kReasonsShown);
    reasons.push_back(format("and %zu more", total - kReasonsShown));
  }
  return unsupported(format("%zu of %zu nodes have no kernel: ", total, graph.live_nodes().size()) + join(reasons, "; "), hint);
}

}  // namespace thimble
