#include "core/view/graph_view.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/view/graph_layout.h"

namespace thimble {

namespace {

constexpr LayoutNode kLayer{.width = 184, .height = 48}, kEnd{.width = 136, .height = 28};
// Beyond these a picture says nothing any more, and its layout would hold the page up.
constexpr std::size_t kMaxNodes = 20000, kMaxLinks = 60000;

// Inputs, layers in execution order, outputs: links go from a lower number to a higher one.
struct Parts {
  std::vector<LayoutNode> nodes;
  std::vector<LayoutLink> links;
};

Parts parts_of(const ModelReport& report) {
  Parts out;
  const auto inputs = static_cast<std::int32_t>(report.inputs.size());
  const auto number = [inputs](std::int32_t source) { return source < 0 ? ~source : inputs + source; };
  out.nodes.assign(report.inputs.size(), kEnd);
  for (const LayerReport& layer : report.layers) {
    const auto self = static_cast<int>(out.nodes.size());
    for (const std::int32_t source : layer.reads) out.links.push_back({number(source), self});
    out.nodes.push_back(kLayer);
  }
  for (std::size_t i = 0; i < report.outputs.size(); ++i) {
    const auto self = static_cast<int>(out.nodes.size());
    if (i < report.output_reads.size()) out.links.push_back({number(report.output_reads[i]), self});
    out.nodes.push_back(kEnd);
  }
  return out;
}

view::GraphNode node_view(const ModelReport& report, int number, const LayoutPoint& place, const LayoutNode& size) {
  const auto inputs = static_cast<int>(report.inputs.size()), layers = static_cast<int>(report.layers.size());
  const view::PartKind kind = number < inputs            ? view::PartKind::input
                              : number < inputs + layers ? view::PartKind::layer
                                                         : view::PartKind::output;
  const int first = kind == view::PartKind::input ? 0 : kind == view::PartKind::layer ? inputs : inputs + layers;
  return {kind, number - first, place.x, place.y, size.width, size.height};
}

flatbuffers::Offset<view::Graph> pack(flatbuffers::FlatBufferBuilder& to, const std::vector<view::GraphNode>& nodes,
                                      const std::vector<view::GraphLink>& links, const std::vector<view::GraphPoint>& points,
                                      const GraphLayout& layout, std::string_view missing) {
  const auto node_rows = to.CreateVectorOfStructs(nodes);
  const auto link_rows = to.CreateVectorOfStructs(links);
  const auto point_rows = to.CreateVectorOfStructs(points);
  const auto why = to.CreateString(missing);
  return view::CreateGraph(to, node_rows, link_rows, point_rows, layout.width, layout.height, why);
}

}  // namespace

flatbuffers::Offset<view::Graph> build_graph(flatbuffers::FlatBufferBuilder& to, const ModelReport& report) {
  const Parts parts = parts_of(report);
  if (parts.nodes.size() > kMaxNodes || parts.links.size() > kMaxLinks) {
    return pack(to, {}, {}, {}, {},
                format("%zu nodes and %zu links are too many to draw; up to %zu and %zu are. The table has them all.", parts.nodes.size(),
                       parts.links.size(), kMaxNodes, kMaxLinks));
  }
  const GraphLayout layout = layout_graph(parts.nodes, parts.links);
  std::vector<int> order(parts.nodes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  const auto place = [&](int number) { return layout.places[static_cast<std::size_t>(number)]; };
  const auto rank = [&](int number) { return layout.ranks[static_cast<std::size_t>(number)]; };
  std::sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) != rank(b) ? rank(a) < rank(b) : place(a).x < place(b).x; });
  std::vector<int> shown_at(order.size());
  std::vector<view::GraphNode> nodes;
  for (const int number : order) {
    shown_at[static_cast<std::size_t>(number)] = static_cast<int>(nodes.size());
    nodes.push_back(node_view(report, number, place(number), parts.nodes[static_cast<std::size_t>(number)]));
  }
  std::vector<view::GraphLink> links;
  std::vector<view::GraphPoint> points;
  for (const LayoutRoute& route : layout.routes) {
    links.emplace_back(shown_at[static_cast<std::size_t>(route.from)], shown_at[static_cast<std::size_t>(route.to)],
                       static_cast<int>(points.size()), static_cast<int>(route.points.size()));
    for (const LayoutPoint& point : route.points) points.emplace_back(point.x, point.y);
  }
  std::sort(links.begin(), links.end(),
            [](const view::GraphLink& a, const view::GraphLink& b) { return a.to() != b.to() ? a.to() < b.to() : a.from() < b.from(); });
  return pack(to, nodes, links, points, layout, {});
}

}  // namespace thimble
