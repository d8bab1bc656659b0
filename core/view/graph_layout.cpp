#include "core/view/graph_layout.h"

#include <algorithm>
#include <cmath>

#include "core/view/layered_graph.h"

namespace thimble {

namespace {

constexpr long long kMaxBends = 24000;  // keeps a network of 3,000 nodes well under a tenth of a second

std::vector<LayoutLink> tidy(std::span<const LayoutLink> links, int nodes) {
  std::vector<LayoutLink> out;
  for (const LayoutLink& link : links) {
    if (link.from >= 0 && link.from < link.to && link.to < nodes) out.push_back(link);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Longest path from the top; what nothing leads to stands right above its first reader.
std::vector<int> rank_nodes(const std::vector<LayoutLink>& links, std::size_t nodes) {
  std::vector<int> rank(nodes, 0), first_reader(nodes, -1);
  std::vector<bool> has_input(nodes, false);
  for (const LayoutLink& link : links) {  // by `from`: whatever leads to it has been seen
    rank[at(link.to)] = std::max(rank[at(link.to)], rank[at(link.from)] + 1);
    has_input[at(link.to)] = true;
  }
  for (const LayoutLink& link : links) {
    int& first = first_reader[at(link.from)];
    first = first < 0 ? rank[at(link.to)] : std::min(first, rank[at(link.to)]);
  }
  for (std::size_t i = 0; i < nodes; ++i) {
    if (!has_input[i] && first_reader[i] > 0) rank[i] = first_reader[i] - 1;
  }
  return rank;
}

// The nodes whose links are too long to be followed bend by bend, longest first, until the rest is few enough.
std::vector<Lane> choose_lanes(const std::vector<LayoutLink>& links, const std::vector<int>& rank) {
  struct Reach {
    int from, ranks;
  };
  std::vector<Reach> reaches;
  long long bends = 0;
  for (std::size_t i = 0; i < links.size();) {
    Reach reach{.from = links[i].from, .ranks = 0};
    for (; i < links.size() && links[i].from == reach.from; ++i)
      reach.ranks = std::max(reach.ranks, rank[at(links[i].to)] - rank[at(reach.from)] - 1);
    bends += reach.ranks;
    reaches.push_back(reach);
  }
  std::sort(reaches.begin(), reaches.end(),
            [](const Reach& a, const Reach& b) { return a.ranks != b.ranks ? a.ranks > b.ranks : a.from < b.from; });
  std::vector<Lane> out;
  for (std::size_t i = 0; bends > kMaxBends; ++i) {
    bends -= reaches[i].ranks;
    out.push_back({.from = reaches[i].from, .to = {}});
  }
  std::sort(out.begin(), out.end(), [](const Lane& a, const Lane& b) { return a.from < b.from; });
  for (Lane& lane : out) {
    const auto first = std::lower_bound(links.begin(), links.end(), LayoutLink{lane.from, 0});
    for (auto link = first; link != links.end() && link->from == lane.from; ++link) {
      if (rank[at(link->to)] > rank[at(lane.from)] + 1) lane.to.push_back(link->to);
    }
  }
  return out;
}

void join(LayeredGraph& graph, int upper, int lower) {
  graph.below[at(upper)].push_back(lower);
  graph.above[at(lower)].push_back(upper);
}

int add_bend(LayeredGraph& graph, int rank) {
  graph.rank.push_back(rank);
  graph.width.push_back(0);
  graph.above.emplace_back();
  graph.below.emplace_back();
  return graph.size() - 1;
}

// Every link by steps of one rank; links from one node share their bends.
LayeredGraph make_layered(std::span<const LayoutNode> nodes, const std::vector<LayoutLink>& links, std::vector<int> rank,
                          const std::vector<Lane>& lanes) {
  LayeredGraph out;
  out.nodes = static_cast<int>(nodes.size());
  out.rank = std::move(rank);
  for (const LayoutNode& node : nodes) out.width.push_back(node.width);
  out.above.resize(nodes.size());
  out.below.resize(nodes.size());
  auto lane = lanes.begin();
  for (std::size_t i = 0; i < links.size();) {
    const int from = links[i].from;
    while (lane != lanes.end() && lane->from < from) ++lane;
    const bool has_lane = lane != lanes.end() && lane->from == from;
    std::vector<int> targets;
    for (; i < links.size() && links[i].from == from; ++i) {
      if (!has_lane || out.rank[at(links[i].to)] == out.rank[at(from)] + 1) targets.push_back(links[i].to);
    }
    std::sort(targets.begin(), targets.end(), [&](int a, int b) {
      const int left = out.rank[at(a)], right = out.rank[at(b)];
      return left != right ? left < right : a < b;
    });
    int last = from;
    for (const int target : targets) {
      while (out.rank[at(last)] + 1 < out.rank[at(target)]) {
        const int bend = add_bend(out, out.rank[at(last)] + 1);
        join(out, last, bend);
        last = bend;
      }
      join(out, last, target);
    }
  }
  return out;
}

}  // namespace

GraphLayout layout_graph(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links) {
  const std::vector<LayoutLink> tidied = tidy(links, static_cast<int>(nodes.size()));
  std::vector<int> rank = rank_nodes(tidied, nodes.size());
  const std::vector<Lane> lanes = choose_lanes(tidied, rank);
  LayeredGraph graph = make_layered(nodes, tidied, std::move(rank), lanes);
  order_ranks(graph);
  return route_links(graph, nodes, tidied, lanes, place_vertices(graph));
}

}  // namespace thimble
