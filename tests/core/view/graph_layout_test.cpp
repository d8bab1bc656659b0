#include "core/view/graph_layout.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "core/base/rng.h"
#include "core/view/layered_graph.h"

using namespace thimble;

namespace {

struct Network {
  std::vector<LayoutNode> nodes;
  std::vector<LayoutLink> links;
};

Network chain(int length) {
  Network out;
  for (int i = 0; i < length; ++i) {
    out.nodes.push_back({184, 48});
    if (i > 0) out.links.push_back({i - 1, i});
  }
  return out;
}

// Residual blocks: every fourth layer also reads what came before the block.
Network residual(int length) {
  Network out = chain(length);
  for (int i = 4; i < length; i += 4) out.links.push_back({i - 4, i});
  return out;
}

Network random_network(Rng& rng, int length, int inputs, int reach) {
  Network out;
  for (int i = 0; i < length; ++i) {
    const bool small = rng.uniform(0, 4) == 0;
    out.nodes.push_back({small ? 90.0f : 184.0f, small ? 28.0f : 48.0f});
    for (int k = 0; k < inputs && i > 0; ++k) {
      const int from = i - static_cast<int>(rng.uniform(1, std::min(i, reach)));
      if (rng.unit() < 0.9) out.links.push_back({from, i});
    }
  }
  return out;
}

bool overlap(float a0, float a1, float b0, float b1) { return std::max(a0, b0) < std::min(a1, b1); }

int overlapping_nodes(const Network& network, const GraphLayout& layout) {
  int out = 0;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const LayoutPoint &a = layout.places[i], &b = layout.places[k];
      out += overlap(a.x, a.x + network.nodes[i].width, b.x, b.x + network.nodes[k].width) &&
             overlap(a.y, a.y + network.nodes[i].height, b.y, b.y + network.nodes[k].height);
    }
  }
  return out;
}

// What is wrong with the lines, in words; empty: nothing.
std::string wrong_route(const Network& network, const LayoutRoute& route, const GraphLayout& layout) {
  const LayoutPoint &from = layout.places[at(route.from)], &to = layout.places[at(route.to)];
  const LayoutPoint &first = route.points.front(), &last = route.points.back();
  const LayoutNode &upper = network.nodes[at(route.from)], &lower = network.nodes[at(route.to)];
  if (first.y != from.y + upper.height || first.x < from.x || first.x > from.x + upper.width) return "does not start at its node";
  if (last.y != to.y || last.x < to.x || last.x > to.x + lower.width) return "does not end at its node";
  for (std::size_t i = 1; i < route.points.size(); ++i) {
    const LayoutPoint &a = route.points[i - 1], &b = route.points[i];
    if (b.y < a.y) return "goes up";
    if (a.x != b.x && a.y != b.y) return "is neither upright nor level";
  }
  return {};
}

int nodes_crossed(const Network& network, const GraphLayout& layout) {
  int out = 0;
  for (const LayoutRoute& route : layout.routes) {
    for (std::size_t i = 1; i < route.points.size(); ++i) {
      const LayoutPoint &a = route.points[i - 1], &b = route.points[i];
      for (std::size_t n = 0; n < network.nodes.size(); ++n) {
        const LayoutPoint& place = layout.places[n];
        const bool wide = std::max(std::min(a.x, b.x), place.x) <= std::min(std::max(a.x, b.x), place.x + network.nodes[n].width);
        out += wide && overlap(a.y, b.y + 0.01f, place.y, place.y + network.nodes[n].height) && b.y > place.y + 0.01f;
      }
    }
  }
  return out;
}

void check_layout(const Network& network, const GraphLayout& layout) {
  REQUIRE(layout.places.size() == network.nodes.size());
  CHECK(overlapping_nodes(network, layout) == 0);
  CHECK(nodes_crossed(network, layout) == 0);
  for (const LayoutRoute& route : layout.routes) {
    INFO(route.from << " to " << route.to);
    CHECK(wrong_route(network, route, layout) == "");
    CHECK(layout.ranks[at(route.from)] < layout.ranks[at(route.to)]);
  }
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    CHECK(layout.places[i].x >= 0);
    CHECK(layout.places[i].x + network.nodes[i].width <= layout.width);
    CHECK(layout.places[i].y + network.nodes[i].height <= layout.height);
  }
}

bool same(const GraphLayout& a, const GraphLayout& b) {
  const auto same_point = [](const LayoutPoint& p, const LayoutPoint& q) { return p.x == q.x && p.y == q.y; };
  return std::equal(a.places.begin(), a.places.end(), b.places.begin(), b.places.end(), same_point) &&
         std::equal(a.routes.begin(), a.routes.end(), b.routes.begin(), b.routes.end(), [&](const LayoutRoute& p, const LayoutRoute& q) {
           return std::equal(p.points.begin(), p.points.end(), q.points.begin(), q.points.end(), same_point);
         });
}

}  // namespace

TEST_CASE("graph_layout: nothing, one node, and links that lead nowhere", "[view][unit]") {
  CHECK(layout_graph({}, {}).places.empty());
  const Network one = chain(1);
  const std::vector<LayoutLink> odd = {{0, 0}, {0, 7}, {-1, 0}, {3, 1}};
  const GraphLayout layout = layout_graph(one.nodes, odd);
  CHECK(layout.places.size() == 1);
  CHECK(layout.routes.empty());
}

TEST_CASE("graph_layout: a chain is one straight line", "[view][unit]") {
  const Network network = chain(12);
  const GraphLayout layout = layout_graph(network.nodes, network.links);
  check_layout(network, layout);
  for (const LayoutRoute& route : layout.routes) CHECK(route.points.size() == 2);
}

TEST_CASE("graph_layout: residual blocks keep their main path straight, and the other path beside it", "[view][unit]") {
  const Network network = residual(41);
  const GraphLayout layout = layout_graph(network.nodes, network.links);
  check_layout(network, layout);
  for (const LayoutRoute& route : layout.routes) {
    if (route.to == route.from + 1) CHECK(route.points.size() == 2);
    else CHECK(route.points.size() == 6);
  }
}

TEST_CASE("graph_layout: branches that need not cross do not", "[view][unit]") {
  // Four branches of three layers from one node into one, given in a mixed order.
  Network network;
  network.nodes.assign(14, {184, 48});
  for (const int branch : {2, 0, 3, 1}) {
    int last = 0;
    for (int layer = 0; layer < 3; ++layer) {
      const int self = 1 + layer * 4 + (branch * 3 + layer) % 4;
      network.links.push_back({last, self});
      last = self;
    }
    network.links.push_back({last, 13});
  }
  const GraphLayout layout = layout_graph(network.nodes, network.links);
  check_layout(network, layout);
  for (const LayoutRoute& route : layout.routes) {
    if (route.from != 0 && route.to != 13) CHECK(route.points.size() == 2);
  }
}

TEST_CASE("graph_layout: random networks: nodes apart, links downwards, upright or level, never through a node; the same again",
          "[view][property]") {
  Rng rng(7);
  for (int round = 0; round < 60; ++round) {
    const int length = static_cast<int>(rng.uniform(1, 60)), inputs = static_cast<int>(rng.uniform(1, 4));
    const Network network = random_network(rng, length, inputs, static_cast<int>(rng.uniform(1, 20)));
    const GraphLayout layout = layout_graph(network.nodes, network.links);
    INFO("round " << round << ": " << length << " nodes");
    check_layout(network, layout);
    Network shuffled = network;
    std::reverse(shuffled.links.begin(), shuffled.links.end());
    CHECK(same(layout, layout_graph(shuffled.nodes, shuffled.links)));
  }
}

TEST_CASE("graph_layout: crossings are counted as a look at every pair of links counts them", "[view][property]") {
  Rng rng(11);
  for (int round = 0; round < 50; ++round) {
    const int width = static_cast<int>(rng.uniform(1, 12));
    LayeredGraph graph;
    graph.nodes = 3 * width;
    graph.ranks.resize(3);
    for (int i = 0; i < graph.nodes; ++i) {
      graph.rank.push_back(i / width);
      graph.ranks[at(i / width)].insert(graph.ranks[at(i / width)].begin() + rng.uniform(0, i % width), i);
    }
    graph.above.resize(at(graph.nodes));
    graph.below.resize(at(graph.nodes));
    graph.position.resize(at(graph.nodes));
    for (const std::vector<int>& rank : graph.ranks) graph.number_rank(rank);
    std::vector<LayoutLink> links;
    for (int i = 0; i < 2 * width; ++i) {
      for (int k = 0; k < width; ++k) {
        if (rng.unit() < 0.6) continue;
        links.push_back({i, (i / width + 1) * width + k});
        graph.below[at(i)].push_back(links.back().to);
        graph.above[at(links.back().to)].push_back(i);
      }
    }
    long long slow = 0;
    for (const LayoutLink& a : links) {
      for (const LayoutLink& b : links) {
        slow += graph.rank[at(a.from)] == graph.rank[at(b.from)] && graph.position[at(a.from)] < graph.position[at(b.from)] &&
                graph.position[at(a.to)] > graph.position[at(b.to)];
      }
    }
    CHECK(count_crossings(graph) == slow);
  }
}

TEST_CASE("graph_layout: 3,000 nodes that the last one reads all run in lanes, and none crosses a node", "[view][property]") {
  Network network = chain(3000);
  for (int i = 0; i + 2 < 3000; ++i) network.links.push_back({i, 2999});
  const GraphLayout layout = layout_graph(network.nodes, network.links);
  REQUIRE(layout.routes.size() == 2999 + 2998);
  for (const LayoutRoute& route : layout.routes) CHECK(wrong_route(network, route, layout) == "");
}
