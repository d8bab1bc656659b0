// order_for_memory: the order of execution that needs the smallest arena.
//   before  any order in which every value is made before it is read
//   after   another one, taken only when the arena planned for it is smaller
//   method  beam search over the sets of executed nodes: of two orders of the same set only the one with the lower peak lives
//           on, and of all sets of one size the kBeam with the lowest peak. Networks without branches have one order only.
//   exact   the same nodes on the same values
//   source  the order as a search over executed sets: Ahn et al. 2020, arXiv:2003.02369 (there without a beam)
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"

namespace thimble {
namespace {

constexpr std::size_t kBeam = 32;
// Beyond this the search would be felt: each step copies a set of nodes for each order that is alive.
constexpr std::size_t kMaxNodes = 300;

struct Order {
  std::vector<bool> done;           // by node
  std::vector<std::uint32_t> nodes;
  std::vector<std::int32_t> unread; // by value: reads that are still to come
  std::int64_t live_bytes = 0, peak_bytes = 0;
};

class Search {
 public:
  explicit Search(const Graph& graph) : graph_(graph), nodes_(graph.live_nodes()), reads_(graph.values.size(), 0) {
    for (const NodeId id : nodes_) {
      for (const ValueId value : activations(graph_.node_inputs(id))) ++reads_[index_of(value)];
    }
    // Outputs are read once more, after the end.
    for (const ValueId id : graph_.outputs) ++reads_[index_of(id)];
  }

  // Whether some value has several readers or some node several activations: else there is one order only.
  bool has_choice() const {
    for (const NodeId id : nodes_) {
      if (activations(graph_.node_inputs(id)).size() > 1) return true;
    }
    return std::any_of(reads_.begin(), reads_.end(), [](std::int32_t reads) { return reads > 1; });
  }

  std::vector<NodeId> best() const {
    std::vector<Order> alive{start()};
    for (std::size_t step = 0; step < nodes_.size(); ++step) alive = next(alive);
    std::vector<NodeId> out;
    for (const std::uint32_t n : alive[0].nodes) out.push_back(nodes_[n]);
    return out;
  }

 private:
  std::set<ValueId> activations(std::span<const ValueId> ids) const {
    std::set<ValueId> out;
    for (const ValueId id : ids) {
      if (is_valid(id) && !graph_.constant(id)) out.insert(id);
    }
    return out;
  }

  Order start() const {
    Order order{std::vector<bool>(nodes_.size(), false), {}, reads_, 0, 0};
    for (const ValueId id : graph_.inputs) order.live_bytes += graph_.value_bytes(id);
    order.peak_bytes = order.live_bytes;
    return order;
  }

  bool ready(const Order& order, std::size_t n, const std::vector<bool>& made) const {
    if (order.done[n]) return false;
    for (const ValueId id : activations(graph_.node_inputs(nodes_[n]))) {
      if (!made[index_of(id)]) return false;
    }
    return true;
  }

  std::vector<bool> made_by(const Order& order) const {
    std::vector<bool> made(graph_.values.size(), false);
    for (const ValueId id : graph_.inputs) made[index_of(id)] = true;
    for (const std::uint32_t n : order.nodes) {
      for (const ValueId id : graph_.node_outputs(nodes_[n])) made[index_of(id)] = true;
    }
    return made;
  }

  void run(Order& order, std::size_t n) const {
    order.done[n] = true;
    order.nodes.push_back(static_cast<std::uint32_t>(n));
    for (const ValueId id : graph_.node_outputs(nodes_[n])) order.live_bytes += graph_.value_bytes(id);
    order.peak_bytes = std::max(order.peak_bytes, order.live_bytes);
    for (const ValueId id : activations(graph_.node_inputs(nodes_[n]))) {
      if (--order.unread[index_of(id)] == 0) order.live_bytes -= graph_.value_bytes(id);
    }
    for (const ValueId id : graph_.node_outputs(nodes_[n])) {
      if (order.unread[index_of(id)] == 0) order.live_bytes -= graph_.value_bytes(id);
    }
  }

  std::vector<Order> next(const std::vector<Order>& alive) const {
    std::map<std::vector<bool>, Order> best_of_set;
    for (const Order& order : alive) {
      const std::vector<bool> made = made_by(order);
      for (std::size_t n = 0; n < nodes_.size(); ++n) {
        if (!ready(order, n, made)) continue;
        Order longer = order;
        run(longer, n);
        const auto [at, fresh] = best_of_set.try_emplace(longer.done, longer);
        if (!fresh && longer.peak_bytes < at->second.peak_bytes) at->second = std::move(longer);
      }
    }
    std::vector<Order> out;
    for (auto& [done, order] : best_of_set) out.push_back(std::move(order));
    std::sort(out.begin(), out.end(), [](const Order& a, const Order& b) {
      return std::tie(a.peak_bytes, a.live_bytes, a.nodes) < std::tie(b.peak_bytes, b.live_bytes, b.nodes);
    });
    if (out.size() > kBeam) out.erase(out.begin() + kBeam, out.end());
    return out;
  }

  const Graph& graph_;
  std::vector<NodeId> nodes_;
  std::vector<std::int32_t> reads_;
};

Graph reordered(const Graph& graph, const std::vector<NodeId>& order) {
  Graph out = graph;
  out.nodes.clear();
  std::vector<NodeId> renamed(graph.nodes.size(), NodeId::none);
  for (const NodeId id : order) {
    renamed[index_of(id)] = static_cast<NodeId>(out.nodes.size());
    out.nodes.push_back(graph.node(id));
  }
  for (ValueInfo& value : out.values) {
    if (is_valid(value.producer)) value.producer = renamed[index_of(value.producer)];
  }
  return out;
}

// What the arena comes to; nothing for a network that no kernel runs.
std::optional<std::int64_t> arena_bytes(const Graph& graph) {
  const auto lowered = lower_graph(graph);
  if (!lowered.ok()) return std::nullopt;
  return plan_memory(graph, portable_memory(graph, *lowered)).arena.arena_bytes;
}

std::int64_t rewrite(Graph& graph) {
  if (graph.nodes.size() > kMaxNodes) return 0;
  const Search search(graph);
  if (!search.has_choice()) return 0;
  const auto before = arena_bytes(graph);
  if (!before) return 0;
  Graph other = reordered(graph, search.best());
  const auto after = arena_bytes(other);
  if (!after || *after >= *before) return 0;
  graph = std::move(other);
  return *before - *after;
}

}  // namespace

extern const PassDef pass_order_for_memory{.doc = "run the branches in the order that needs the smallest arena",
                                           .rewrite = rewrite,
                                           .one = "byte of arena less",
                                           .many = "bytes of arena less"};

}  // namespace thimble
