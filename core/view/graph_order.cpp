// The order of the vertices in each rank: the one in which a walk along the links meets them, then sorted by the mean place of
//   their neighbours, downwards and upwards in turn, as long as that makes crossings fewer.
#include <algorithm>

#include "core/view/layered_graph.h"

namespace thimble {

namespace {

constexpr int kSweeps = 8;

// Depth first from the top: what hangs together stands together.
void first_order(LayeredGraph& graph) {
  int ranks = 0;
  for (const int rank : graph.rank) ranks = std::max(ranks, rank + 1);
  graph.ranks.assign(at(ranks), {});
  graph.position.assign(graph.rank.size(), 0);
  std::vector<bool> met(graph.rank.size(), false);
  std::vector<int> open;
  for (int start = 0; start < graph.size(); ++start) {
    if (!graph.above[at(start)].empty() || met[at(start)]) continue;
    open.push_back(start);
    while (!open.empty()) {
      const int vertex = open.back();
      open.pop_back();
      if (met[at(vertex)]) continue;
      met[at(vertex)] = true;
      graph.ranks[at(graph.rank[at(vertex)])].push_back(vertex);
      const std::vector<int>& below = graph.below[at(vertex)];
      open.insert(open.end(), below.rbegin(), below.rend());
    }
  }
  for (const std::vector<int>& rank : graph.ranks) graph.number_rank(rank);
}

// Pairs of links between two ranks that cross: inversions of the lower ends, links taken from left to right.
long long crossings_below(const LayeredGraph& graph, std::size_t rank) {
  if (rank + 1 >= graph.ranks.size()) return 0;
  const std::size_t size = graph.ranks[rank + 1].size();
  std::vector<int> tree(size + 1, 0);  // Fenwick
  long long out = 0;
  int links = 0;
  std::vector<int> ends;
  for (const int vertex : graph.ranks[rank]) {
    ends.clear();
    for (const int below : graph.below[at(vertex)]) ends.push_back(graph.position[at(below)]);
    std::sort(ends.begin(), ends.end());
    for (const int end : ends) {
      int not_right = 0;
      for (std::size_t i = at(end) + 1; i > 0; i -= i & (~i + 1)) not_right += tree[i];
      out += links - not_right;
    }
    for (const int end : ends) {
      for (std::size_t i = at(end) + 1; i <= size; i += i & (~i + 1)) ++tree[i];
    }
    links += static_cast<int>(ends.size());
  }
  return out;
}

// Vertices without neighbours there stay where they are, as far as the others let them.
void sort_by_neighbours(LayeredGraph& graph, std::vector<int>& rank, const std::vector<std::vector<int>>& neighbours) {
  struct Key {
    double mean;
    int vertex;
  };
  std::vector<Key> keys;
  for (const int vertex : rank) {
    const std::vector<int>& next = neighbours[at(vertex)];
    double sum = 0;
    for (const int other : next) sum += graph.position[at(other)];
    keys.push_back({next.empty() ? graph.position[at(vertex)] : sum / static_cast<double>(next.size()), vertex});
  }
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    return a.mean != b.mean ? a.mean < b.mean : graph.position[at(a.vertex)] < graph.position[at(b.vertex)];
  });
  for (std::size_t i = 0; i < keys.size(); ++i) rank[i] = keys[i].vertex;
  graph.number_rank(rank);
}

}  // namespace

long long count_crossings(const LayeredGraph& graph) {
  long long out = 0;
  for (std::size_t rank = 0; rank < graph.ranks.size(); ++rank) out += crossings_below(graph, rank);
  return out;
}

void order_ranks(LayeredGraph& graph) {
  first_order(graph);
  long long fewest = count_crossings(graph);
  std::vector<std::vector<int>> best = graph.ranks;
  for (int sweep = 0; sweep < kSweeps && fewest > 0; ++sweep) {
    if (sweep % 2 == 0) {
      for (std::size_t i = 1; i < graph.ranks.size(); ++i) sort_by_neighbours(graph, graph.ranks[i], graph.above);
    } else {
      for (std::size_t i = graph.ranks.size() - 1; i-- > 0;) sort_by_neighbours(graph, graph.ranks[i], graph.below);
    }
    const long long now = count_crossings(graph);
    if (now >= fewest) continue;
    fewest = now;
    best = graph.ranks;
  }
  graph.ranks = std::move(best);
  for (const std::vector<int>& rank : graph.ranks) graph.number_rank(rank);
}

}  // namespace thimble
