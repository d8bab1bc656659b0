// What the steps of layout_graph() hand on: nodes and the bends of long links as vertices, in ranks from left to right.
#pragma once

#include <cstddef>
#include <vector>

#include "core/view/graph_layout.h"

namespace thimble {

inline std::size_t at(int index) { return static_cast<std::size_t>(index); }

struct LayeredGraph {
  int nodes = 0;                              // vertices from here on are bends
  std::vector<int> rank;                      // of each vertex
  std::vector<float> width;
  std::vector<std::vector<int>> above, below;  // neighbours in the ranks next to it
  std::vector<std::vector<int>> ranks;        // vertices from left to right
  std::vector<int> position;                  // of each vertex in its rank

  int size() const { return static_cast<int>(rank.size()); }
  bool is_bend(int vertex) const { return vertex >= nodes; }
  void number_rank(const std::vector<int>& vertices) {
    for (std::size_t i = 0; i < vertices.size(); ++i) position[at(vertices[i])] = static_cast<int>(i);
  }
};

// Links that run beside the graph: those of one node share a lane.
struct Lane {
  int from = 0;
  std::vector<int> to;
};

void order_ranks(LayeredGraph& graph);                             // graph_order.cpp
long long count_crossings(const LayeredGraph& graph);
std::vector<float> place_vertices(const LayeredGraph& graph);      // graph_place.cpp: the centre of each
GraphLayout route_links(const LayeredGraph& graph, std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
                        const std::vector<Lane>& lanes, const std::vector<float>& centres);  // graph_route.cpp

}  // namespace thimble
