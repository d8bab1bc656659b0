// Links as lines: down from a node, along a track between two ranks, down to the next bend or into a port of the node that reads it.
//   Links from one node share their lines; those of different nodes never share a track where they would lie on each other.
#include <algorithm>
#include <cmath>
#include <map>

#include "core/view/layered_graph.h"

namespace thimble {

namespace {

constexpr float kTrack = 9, kMinGap = 34, kGapEdge = 12, kPortGap = 12, kPortEdge = 14, kLaneGap = 12, kMargin = 24, kStraight = 0.75f;

// Where a link leaves its rank: a vertex, or the lane of a node (its number, inverted).
using Source = int;

struct Port {
  Source from;
  float x;
};

struct Wire {
  Source from;
  float x, low, high;
  int track = -1;  // -1: straight down
};

class Router {
 public:
  Router(const LayeredGraph& graph, std::span<const LayoutNode> nodes, std::span<const LayoutLink> links, const std::vector<Lane>& lanes,
         const std::vector<float>& centres)
      : graph_(graph), nodes_(nodes), links_(links), lanes_(lanes), x_(centres) {}

  GraphLayout run() {
    settle_left();
    place_lanes();
    place_ports();
    for (std::size_t gap = 0; gap + 1 < graph_.ranks.size(); ++gap) wires_.push_back(wire_gap(gap));
    place_ranks();
    for (const LayoutLink& link : links_) out_.routes.push_back({link.from, link.to, route(link)});
    return std::move(out_);
  }

 private:
  float source_x(Source from) const { return from >= 0 ? x_[at(from)] : lane_x_.find(~from)->second; }

  // Whole pixels, from a margin on.
  void settle_left() {
    float low = 0, high = 0;
    for (std::size_t i = 0; i < x_.size(); ++i) {
      low = i == 0 ? x_[i] - graph_.width[i] / 2 : std::min(low, x_[i] - graph_.width[i] / 2);
      high = i == 0 ? x_[i] + graph_.width[i] / 2 : std::max(high, x_[i] + graph_.width[i] / 2);
    }
    for (float& x : x_) x = std::round(x - low + kMargin);
    out_.width = std::ceil(high - low) + 2 * kMargin;
  }

  // Lanes whose ranks overlap stand side by side.
  void place_lanes() {
    std::vector<int> free_from;  // by lane: the rank from which it is free
    const float left = out_.width - kMargin + 2 * kLaneGap;
    for (const Lane& lane : lanes_) {
      const int first = graph_.rank[at(lane.from)];
      int last = first;
      for (const int to : lane.to) last = std::max(last, graph_.rank[at(to)]);
      std::size_t place = 0;
      while (place < free_from.size() && free_from[place] > first) ++place;
      if (place == free_from.size()) free_from.push_back(0);
      free_from[place] = last;
      lane_x_[lane.from] = left + kLaneGap * static_cast<float>(place);
    }
    if (!free_from.empty()) out_.width = left + kLaneGap * static_cast<float>(free_from.size()) + kMargin;
  }

  // A link comes in where its source stands, as far as the node is as wide, and beside the others.
  void place_ports() {
    ports_.resize(nodes_.size());
    for (int node = 0; node < graph_.nodes; ++node) {
      for (const int above : graph_.above[at(node)]) ports_[at(node)].push_back({above, x_[at(above)]});
    }
    arrivals_.resize(graph_.ranks.size());
    for (const Lane& lane : lanes_) {
      for (const int to : lane.to) {
        ports_[at(to)].push_back({~lane.from, lane_x_[lane.from]});
        arrivals_[at(graph_.rank[at(to)])].push_back({lane.from, to});
      }
    }
    for (int node = 0; node < graph_.nodes; ++node) {
      std::vector<Port>& ports = ports_[at(node)];
      if (ports.empty()) continue;
      std::sort(ports.begin(), ports.end(), [](const Port& a, const Port& b) { return a.x != b.x ? a.x < b.x : a.from < b.from; });
      const float half = std::max(nodes_[at(node)].width / 2 - kPortEdge, 0.0f);
      const float low = x_[at(node)] - half, high = x_[at(node)] + half;
      const float gap = ports.size() > 1 ? std::min(kPortGap, 2 * half / static_cast<float>(ports.size() - 1)) : 0;
      float least = low;
      for (Port& port : ports) {
        port.x = std::max(std::clamp(port.x, low, high), least);
        least = port.x + gap;
      }
      float most = high;
      for (std::size_t i = ports.size(); i-- > 0;) {
        ports[i].x = std::min(ports[i].x, most);
        most = ports[i].x - gap;
      }
      std::sort(ports.begin(), ports.end(), [](const Port& a, const Port& b) { return a.from < b.from; });
    }
  }

  float port_x(int node, Source from) const {
    const std::vector<Port>& ports = ports_[at(node)];
    return std::lower_bound(ports.begin(), ports.end(), from, [](const Port& a, Source b) { return a.from < b; })->x;
  }

  float end_x(int vertex, Source from) const { return graph_.is_bend(vertex) ? x_[at(vertex)] : port_x(vertex, from); }

  std::vector<Wire> wires_of_gap(std::size_t gap) const {
    std::vector<Wire> out;
    for (const int vertex : graph_.ranks[gap]) {
      Wire wire{.from = vertex, .x = x_[at(vertex)], .low = x_[at(vertex)], .high = x_[at(vertex)]};
      const auto reach = [&wire](float x) {
        wire.low = std::min(wire.low, x);
        wire.high = std::max(wire.high, x);
      };
      for (const int below : graph_.below[at(vertex)]) reach(end_x(below, vertex));
      if (const auto lane = lane_x_.find(vertex); lane != lane_x_.end()) reach(lane->second);
      if (wire.high - wire.low > kStraight) out.push_back(wire);
    }
    const std::vector<LayoutLink>& arrivals = arrivals_[gap + 1];  // by lane
    for (std::size_t i = 0; i < arrivals.size();) {
      const float x = source_x(~arrivals[i].from);
      Wire wire{.from = ~arrivals[i].from, .x = x, .low = x, .high = x};
      for (; i < arrivals.size() && ~arrivals[i].from == wire.from; ++i) wire.low = std::min(wire.low, port_x(arrivals[i].to, wire.from));
      out.push_back(wire);
    }
    return out;
  }

  // Wires that go right lie the higher the further right they start, those that go left the other way round: then two that need
  // not cross do not.
  std::vector<Wire> wire_gap(std::size_t gap) const {
    std::vector<Wire> out = wires_of_gap(gap);
    const auto leftwards = [](const Wire& wire) { return wire.x - wire.low > wire.high - wire.x; };
    std::sort(out.begin(), out.end(), [&](const Wire& a, const Wire& b) {
      if (leftwards(a) != leftwards(b)) return leftwards(b);
      if (a.x != b.x) return leftwards(a) == (a.x < b.x);
      return a.from < b.from;
    });
    std::vector<std::vector<std::pair<float, float>>> tracks;
    for (Wire& wire : out) {
      const auto free = [&wire](const std::vector<std::pair<float, float>>& taken) {
        return std::none_of(taken.begin(), taken.end(), [&wire](const std::pair<float, float>& other) {
          return wire.low < other.second + kTrack && other.first < wire.high + kTrack;
        });
      };
      // Under the lowest one that is in its way, so that the order holds.
      std::size_t track = tracks.size();
      while (track > 0 && free(tracks[track - 1])) --track;
      if (track == tracks.size()) tracks.emplace_back();
      tracks[track].emplace_back(wire.low, wire.high);
      wire.track = static_cast<int>(track);
    }
    std::sort(out.begin(), out.end(), [](const Wire& a, const Wire& b) { return a.from < b.from; });
    return out;
  }

  void place_ranks() {
    const std::size_t ranks = graph_.ranks.size();
    std::vector<float> height(ranks, 0);
    for (int node = 0; node < graph_.nodes; ++node) {
      float& own = height[at(graph_.rank[at(node)])];
      own = std::max(own, nodes_[at(node)].height);
    }
    float y = kMargin;
    std::vector<float> top(ranks);
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      top[rank] = y;
      y += height[rank];
      gap_top_.push_back(y);
      int tracks = 0;
      if (rank + 1 < ranks) {
        for (const Wire& wire : wires_[rank]) tracks = std::max(tracks, wire.track + 1);
        y += std::max(kMinGap, 2 * kGapEdge + kTrack * static_cast<float>(tracks));
      }
    }
    out_.height = y + kMargin;
    out_.ranks.assign(graph_.rank.begin(), graph_.rank.begin() + graph_.nodes);
    for (int node = 0; node < graph_.nodes; ++node) {
      const LayoutNode& size = nodes_[at(node)];
      const std::size_t rank = at(graph_.rank[at(node)]);
      out_.places.push_back({std::round(x_[at(node)] - size.width / 2), std::round(top[rank] + (height[rank] - size.height) / 2)});
    }
  }

  // From `x` along the track of its wire to `to_x`, in the gap under `rank`.
  void step(std::vector<LayoutPoint>& points, int rank, Source from, float to_x) const {
    const float x = points.back().x;
    if (x == to_x) return;
    const std::vector<Wire>& wires = wires_[at(rank)];
    const auto wire = std::lower_bound(wires.begin(), wires.end(), from, [](const Wire& a, Source b) { return a.from < b; });
    const int track = wire == wires.end() || wire->from != from ? 0 : wire->track;  // a jog under a pixel needs none
    const float y = gap_top_[at(rank)] + kGapEdge + kTrack * static_cast<float>(track);
    points.push_back({x, y});
    points.push_back({to_x, y});
  }

  std::vector<LayoutPoint> route(const LayoutLink& link) const {
    const LayoutPoint start = out_.places[at(link.from)];
    std::vector<LayoutPoint> points = {{x_[at(link.from)], start.y + nodes_[at(link.from)].height}};
    const int last = graph_.rank[at(link.to)];
    int rank = graph_.rank[at(link.from)];
    Source from = link.from;
    const auto lane = lane_x_.find(link.from);
    if (lane != lane_x_.end() && last > rank + 1) {
      step(points, rank, from, lane->second);
      from = ~link.from;
      rank = last - 1;
    }
    while (rank + 1 < last) {
      const std::vector<int>& below = graph_.below[at(from)];
      const int bend = *std::find_if(below.begin(), below.end(), [&](int vertex) { return graph_.is_bend(vertex); });
      step(points, rank, from, x_[at(bend)]);
      from = bend;
      ++rank;
    }
    step(points, rank, from, port_x(link.to, from));
    points.push_back({points.back().x, out_.places[at(link.to)].y});
    return points;
  }

  const LayeredGraph& graph_;
  std::span<const LayoutNode> nodes_;
  std::span<const LayoutLink> links_;
  const std::vector<Lane>& lanes_;
  std::vector<float> x_;
  std::map<int, float> lane_x_;                    // by node
  std::vector<std::vector<LayoutLink>> arrivals_;  // links by lanes, by the rank that they lead to
  std::vector<std::vector<Port>> ports_;           // by node, then by source
  std::vector<std::vector<Wire>> wires_;           // by gap, then by source
  std::vector<float> gap_top_;
  GraphLayout out_;
};

}  // namespace

GraphLayout route_links(const LayeredGraph& graph, std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
                        const std::vector<Lane>& lanes, const std::vector<float>& centres) {
  return Router(graph, nodes, links, lanes, centres).run();
}

}  // namespace thimble
