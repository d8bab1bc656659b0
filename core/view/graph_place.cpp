// Where each vertex stands in its rank, by Brandes and Koepf: chains of neighbours are aligned to straight lines in four ways (from
//   above and below, from the left and right), each is packed, and the mean of the middle two is taken. Lines of bends come first.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "core/view/layered_graph.h"

namespace thimble {

namespace {

constexpr float kNodeGap = 28, kBendGap = 14;

struct Way {
  bool from_below = false, from_right = false;
};

// Links that cross a line of bends: they give way. Sorted pairs (upper, lower).
using Conflicts = std::vector<std::uint64_t>;

std::uint64_t pair_key(int upper, int lower) {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(upper)) << 32) | static_cast<std::uint32_t>(lower);
}

int bend_above(const LayeredGraph& graph, int vertex) {
  if (!graph.is_bend(vertex)) return -1;
  const int upper = graph.above[at(vertex)][0];
  return graph.is_bend(upper) ? upper : -1;
}

Conflicts find_conflicts(const LayeredGraph& graph) {
  Conflicts out;
  for (std::size_t rank = 1; rank < graph.ranks.size(); ++rank) {
    const std::vector<int>&lower = graph.ranks[rank], &upper = graph.ranks[rank - 1];
    int left = 0;
    std::size_t open = 0;
    for (std::size_t i = 0; i < lower.size(); ++i) {
      const int bend = bend_above(graph, lower[i]);
      if (bend < 0 && i + 1 < lower.size()) continue;
      const int right = bend >= 0 ? graph.position[at(bend)] : static_cast<int>(upper.size()) - 1;
      for (; open <= i; ++open) {
        for (const int above : graph.above[at(lower[open])]) {
          const int place = graph.position[at(above)];
          if (place < left || place > right) out.push_back(pair_key(above, lower[open]));
        }
      }
      left = right;
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

class Alignment {
 public:
  Alignment(const LayeredGraph& graph, const Conflicts& conflicts, Way way) : graph_(graph), conflicts_(conflicts), way_(way) {
    root_.resize(graph.rank.size());
    for (std::size_t i = 0; i < root_.size(); ++i) root_[i] = static_cast<int>(i);
    taken_.assign(root_.size(), false);
  }

  std::vector<float> places() {
    for (std::size_t i = 0; i < graph_.ranks.size(); ++i) align_rank(graph_.ranks[way_.from_below ? graph_.ranks.size() - 1 - i : i]);
    return pack();
  }

 private:
  int place_of(int vertex) const {
    const int place = graph_.position[at(vertex)];
    return way_.from_right ? static_cast<int>(graph_.ranks[at(graph_.rank[at(vertex)])].size()) - 1 - place : place;
  }
  int vertex_at(const std::vector<int>& rank, std::size_t i) const { return rank[way_.from_right ? rank.size() - 1 - i : i]; }

  bool gives_way(int vertex, int other) const {
    const std::uint64_t key = way_.from_below ? pair_key(vertex, other) : pair_key(other, vertex);
    return std::binary_search(conflicts_.begin(), conflicts_.end(), key);
  }

  bool has_node(const std::vector<int>& vertices) const {
    return std::any_of(vertices.begin(), vertices.end(), [this](int vertex) { return !graph_.is_bend(vertex); });
  }

  // Nodes stand in line with nodes rather than with a link that passes others: so the main path is straight.
  bool is_detour(int vertex, int other) const {
    if (graph_.is_bend(vertex) == graph_.is_bend(other)) return false;
    return graph_.is_bend(other) ? has_node((way_.from_below ? graph_.below : graph_.above)[at(vertex)])
                                 : has_node((way_.from_below ? graph_.above : graph_.below)[at(other)]);
  }

  // Each vertex joins the line of its middle neighbour, if no line to the left of it lies further right there.
  void align_rank(const std::vector<int>& rank) {
    int last = -1;
    std::vector<int> next;
    for (std::size_t i = 0; i < rank.size(); ++i) {
      const int vertex = vertex_at(rank, i);
      next = (way_.from_below ? graph_.below : graph_.above)[at(vertex)];
      std::erase_if(next, [&](int other) { return is_detour(vertex, other); });
      if (next.empty()) continue;
      std::sort(next.begin(), next.end(), [&](int a, int b) { return place_of(a) < place_of(b); });
      for (std::size_t middle = (next.size() - 1) / 2; middle <= next.size() / 2; ++middle) {
        const int other = next[middle];
        if (taken_[at(other)] || place_of(other) <= last || gives_way(vertex, other)) continue;
        taken_[at(other)] = true;
        root_[at(vertex)] = root_[at(other)];
        last = place_of(other);
        break;
      }
    }
  }

  float distance(int left, int right) const {
    const float gap = graph_.is_bend(left) || graph_.is_bend(right) ? kBendGap : kNodeGap;
    return (graph_.width[at(left)] + graph_.width[at(right)]) / 2 + gap;
  }

  struct Step {
    int to;
    float distance;
  };

  // Lines as far left as their neighbours let them, then as far right as that costs no width: a longest path there and back.
  std::vector<float> pack() const {
    std::vector<std::vector<Step>> steps(root_.size());
    std::vector<int> waiting(root_.size(), 0);
    for (const std::vector<int>& rank : graph_.ranks) {
      for (std::size_t i = 1; i < rank.size(); ++i) {
        const int left = vertex_at(rank, i - 1), right = vertex_at(rank, i);
        steps[at(root_[at(left)])].push_back({root_[at(right)], distance(left, right)});
        ++waiting[at(root_[at(right)])];
      }
    }
    std::vector<int> order;
    for (int i = 0; i < graph_.size(); ++i) {
      if (root_[at(i)] == i && waiting[at(i)] == 0) order.push_back(i);
    }
    std::vector<float> x(root_.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) {
      for (const Step& step : steps[at(order[i])]) {
        x[at(step.to)] = std::max(x[at(step.to)], x[at(order[i])] + step.distance);
        if (--waiting[at(step.to)] == 0) order.push_back(step.to);
      }
    }
    for (std::size_t i = order.size(); i-- > 0;) {
      float room = std::numeric_limits<float>::infinity();
      for (const Step& step : steps[at(order[i])]) room = std::min(room, x[at(step.to)] - step.distance);
      if (room < std::numeric_limits<float>::infinity()) x[at(order[i])] = std::max(x[at(order[i])], room);
    }
    std::vector<float> out(root_.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = way_.from_right ? -x[at(root_[i])] : x[at(root_[i])];
    return out;
  }

  const LayeredGraph& graph_;
  const Conflicts& conflicts_;
  Way way_;
  std::vector<int> root_;    // the first vertex of the line that a vertex is in
  std::vector<bool> taken_;  // has a successor in its line
};

struct Extent {
  float low = 0, high = 0;
};

Extent extent_of(const LayeredGraph& graph, const std::vector<float>& x) {
  Extent out{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
  for (std::size_t i = 0; i < x.size(); ++i) {
    out.low = std::min(out.low, x[i] - graph.width[i] / 2);
    out.high = std::max(out.high, x[i] + graph.width[i] / 2);
  }
  return out;
}

}  // namespace

std::vector<float> place_vertices(const LayeredGraph& graph) {
  if (graph.size() == 0) return {};
  const Conflicts conflicts = find_conflicts(graph);
  constexpr Way ways[] = {{false, false}, {false, true}, {true, false}, {true, true}};
  std::array<std::vector<float>, 4> tries;
  std::array<Extent, 4> extents;
  std::size_t narrowest = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    tries[i] = Alignment(graph, conflicts, ways[i]).places();
    extents[i] = extent_of(graph, tries[i]);
    if (extents[i].high - extents[i].low < extents[narrowest].high - extents[narrowest].low) narrowest = i;
  }
  std::array<float, 4> shift;
  for (std::size_t i = 0; i < 4; ++i) {
    shift[i] = ways[i].from_right ? extents[narrowest].high - extents[i].high : extents[narrowest].low - extents[i].low;
  }
  // Order and distances hold in all four, so they hold for each of the four values sorted, and for the mean of two of them.
  std::vector<float> out(graph.rank.size());
  for (std::size_t v = 0; v < out.size(); ++v) {
    std::array<float, 4> values;
    for (std::size_t i = 0; i < 4; ++i) values[i] = tries[i][v] + shift[i];
    std::sort(values.begin(), values.end());
    out[v] = (values[1] + values[2]) / 2;
  }
  return out;
}

}  // namespace thimble
