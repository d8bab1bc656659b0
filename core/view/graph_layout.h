// Layout of a network's graph, layered from top to bottom: ranks by longest path, few crossings (barycentres), straight lines where
//   it can be (Brandes and Koepf), links as vertical and horizontal lines between the ranks that never cross a node.
//   units   design pixels, y grows downwards
//   limits  links go from a lower node to a higher one (execution order); others are left out, doubles are taken once.
//           A link over so many ranks that its bends would be too many runs in a lane beside the graph instead
//   source  Sugiyama, Tagawa, Toda 1981; Brandes, Koepf: Fast and Simple Horizontal Coordinate Assignment, Graph Drawing 2001
#pragma once

#include <span>
#include <vector>

namespace thimble {

struct LayoutNode {
  float width = 0, height = 0;
};

struct LayoutLink {
  int from = 0, to = 0;
  auto operator<=>(const LayoutLink&) const = default;
};

struct LayoutPoint {
  float x = 0, y = 0;
};

struct LayoutRoute {
  int from = 0, to = 0;
  std::vector<LayoutPoint> points;  // from the lower edge of `from` to the upper edge of `to`
};

struct GraphLayout {
  std::vector<LayoutPoint> places;  // upper left corner of each node
  std::vector<int> ranks;           // of each node, 0 at the top
  std::vector<LayoutRoute> routes;  // by `from`, then `to`
  float width = 0, height = 0;
};

GraphLayout layout_graph(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links);

}  // namespace thimble
