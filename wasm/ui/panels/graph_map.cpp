#include "wasm/ui/panels/graph_map.h"

#include <algorithm>
#include <cmath>

#include "core/base/counts.h"
#include "icons.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

constexpr float kLeastZoom = 0.002f, kMostZoom = 2, kReadable = 0.62f, kComfortable = 0.9f, kPlain = 0.3f, kCorner = 8, kRankHeight = 200;
constexpr int kMaxMirrored = 120;

int count_of(const view::Graph& graph) { return static_cast<int>(graph.nodes()->size()); }
const view::GraphNode& node_of(const view::Graph& graph, int node) {
  return *graph.nodes()->Get(static_cast<flatbuffers::uoffset_t>(node));
}

const view::Layer* layer_of(const view::ModelView& model, const view::GraphNode& node) {
  if (node.kind() != view::PartKind::layer || node.index() < 0 || node.index() >= static_cast<int>(model.layers()->size())) return nullptr;
  return model.layers()->Get(static_cast<flatbuffers::uoffset_t>(node.index()));
}

const view::Tensor* tensor_of(const view::ModelView& model, const view::GraphNode& node) {
  if (node.kind() == view::PartKind::layer) return nullptr;
  const auto& list = node.kind() == view::PartKind::input ? *model.inputs() : *model.outputs();
  if (node.index() < 0 || node.index() >= static_cast<int>(list.size())) return nullptr;
  return list.Get(static_cast<flatbuffers::uoffset_t>(node.index()));
}

const view::Figure& cost_of(const view::Layer& layer, int cost) {
  return cost == 0 ? *layer.macs() : cost == 1 ? *layer.parameters() : *layer.output();
}

constexpr const char* cost_names[] = {"MACs", "Parameters", "Activations"};

int node_of_layer(const view::Graph& graph, int layer) {
  for (int i = 0; layer >= 0 && i < count_of(graph); ++i) {
    if (node_of(graph, i).kind() == view::PartKind::layer && node_of(graph, i).index() == layer) return i;
  }
  return -1;
}

bool matches(const view::Layer& layer, std::string_view words) {
  return contains(text_of(layer.name()), words) || contains(text_of(layer.op()), words) || contains(text_of(layer.shape()), words);
}

class GraphCanvas {
 public:
  GraphCanvas(PanelContext& context, const view::ModelView& model, GraphUi& state, int& selected, const Rect& rect)
      : ui_(context.ui), model_(model), graph_(*model.graph()), state_(state), selected_(selected), rect_(rect) {}

  void draw() {
    place();
    ImGui::SetCursorScreenPos(rect_.min);
    ImGui::BeginChild("graph", {rect_.width(), rect_.height()}, ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    const std::string size = counted(count_of(graph_), "node");
    const Mirror::Answer tree = ui_.mirror.begin_focusable_group(
        {.role = Role::tree, .id = ImGui::GetID("tree"), .name = "Graph", .value = size, .min = rect_.min, .max = rect_.max});
    // The nodes come after this, and the buttons lie on top of it.
    ImGui::SetNextItemAllowOverlap();
    const bool released = ImGui::InvisibleButton("canvas", {std::max(rect_.width(), 1.0f), std::max(rect_.height(), 1.0f)});
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemActive()) pan();
    if (hovered) zoom_by_wheel();
    walk(tree.action != MirrorAction::none ? tree.action : hovered ? pressed_arrow() : MirrorAction::none);
    follow();
    draw_links();
    const int under = hovered ? node_at(ImGui::GetMousePos()) : -1;
    draw_nodes(under);
    if (released && !dragged()) select(under);
    if (under >= 0 && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      tip(ui_, tip_text(node_of(graph_, under)));
    }
    ui_.mirror.end_group();
    draw_overlays();
    if (tree.focused) focus_ring(ui_, rect_.inset(2), 3);
    ImGui::EndChild();
  }

 private:
  ImVec2 centre() const { return {(rect_.min.x + rect_.max.x) / 2, (rect_.min.y + rect_.max.y) / 2}; }
  ImVec2 on_screen(float x, float y) const {
    return {centre().x + (x - state_.middle.x) * state_.zoom, centre().y + (y - state_.middle.y) * state_.zoom};
  }
  ImVec2 in_graph(ImVec2 at) const {
    return {state_.middle.x + (at.x - centre().x) / state_.zoom, state_.middle.y + (at.y - centre().y) / state_.zoom};
  }
  Rect rect_of(const view::GraphNode& node) const {
    return {on_screen(node.x(), node.y()), on_screen(node.x() + node.width(), node.y() + node.height())};
  }
  float zoom_that_fits() const {
    const float wide = rect_.width() / std::max(graph_.width(), 1.0f), high = rect_.height() / std::max(graph_.height(), 1.0f);
    return std::clamp(std::min(wide, high), kLeastZoom, 1.0f);
  }
  int selected_node() const { return state_.end >= 0 && state_.end < count_of(graph_) ? state_.end : node_of_layer(graph_, selected_); }

  // Of a network that is new here: all of it, or its top in a size that can be read.
  void place() {
    const bool same = state_.extent.x == graph_.width() && state_.extent.y == graph_.height();
    if (state_.zoom > 0 && same) return;
    if (state_.zoom > 0) selected_ = -1;  // it was of another network
    state_.extent = {graph_.width(), graph_.height()};
    state_.end = state_.followed = -1;
    fit();
    if (state_.zoom >= kComfortable) return;
    state_.zoom = std::clamp(rect_.width() / std::max(graph_.width(), 1.0f), kReadable, 1.0f);
    state_.middle.y = rect_.height() / 2 / state_.zoom;
    if (count_of(graph_) > 0) state_.middle.x = node_of(graph_, 0).x() + node_of(graph_, 0).width() / 2;
  }

  void fit() {
    state_.zoom = zoom_that_fits();
    state_.middle = {graph_.width() / 2, graph_.height() / 2};
  }

  void zoom_to(float zoom, ImVec2 around) {
    const ImVec2 kept = in_graph(around);
    state_.zoom = std::clamp(zoom, std::min(zoom_that_fits(), kReadable), kMostZoom);
    state_.middle = {kept.x - (around.x - centre().x) / state_.zoom, kept.y - (around.y - centre().y) / state_.zoom};
    stay_near();
  }

  // Some of the graph stays in sight.
  void stay_near() {
    state_.middle.x = std::clamp(state_.middle.x, 0.0f, std::max(graph_.width(), 0.0f));
    state_.middle.y = std::clamp(state_.middle.y, 0.0f, std::max(graph_.height(), 0.0f));
  }

  // Since the button went down; still so when it goes up.
  static bool dragged() { return ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] > 16; }

  void pan() {
    const ImGuiIO& io = ImGui::GetIO();
    if (!dragged()) return;
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    state_.middle = {state_.middle.x - io.MouseDelta.x / state_.zoom, state_.middle.y - io.MouseDelta.y / state_.zoom};
    stay_near();
  }

  void zoom_by_wheel() {
    const float wheel = ImGui::GetIO().MouseWheel;
    if (wheel != 0) zoom_to(state_.zoom * std::pow(1.2f, std::clamp(wheel, -3.0f, 3.0f)), ImGui::GetMousePos());
  }

  void select(int node) {
    if (node < 0) {
      state_.end = selected_ = -1;
      return;
    }
    const bool layer = node_of(graph_, node).kind() == view::PartKind::layer;
    state_.end = layer ? -1 : node;
    selected_ = layer ? node_of(graph_, node).index() : -1;
    state_.followed = node;
  }

  // Up and down along the links, to the side in the rank; from nothing to the first.
  void walk(MirrorAction action) {
    if (action == MirrorAction::none || count_of(graph_) == 0) return;
    const int from = selected_node();
    int to = from < 0 ? 0 : from;
    if (action == MirrorAction::first) to = 0;
    if (action == MirrorAction::last) to = count_of(graph_) - 1;
    if (from >= 0 && (action == MirrorAction::next || action == MirrorAction::previous)) to = linked(from, action == MirrorAction::next);
    if (from >= 0 && (action == MirrorAction::left || action == MirrorAction::right)) {
      const int beside = from + (action == MirrorAction::left ? -1 : 1);
      const bool same_rank = beside >= 0 && beside < count_of(graph_) && middle_y(beside) == middle_y(from);
      if (same_rank) to = beside;
    }
    select(to);
    state_.followed = -1;
  }

  float middle_y(int node) const { return node_of(graph_, node).y() + node_of(graph_, node).height() / 2; }

  // The neighbour that stands nearest to straight above or below.
  int linked(int node, bool below) const {
    int out = node;
    float nearest = 0;
    for (const view::GraphLink* link : *graph_.links()) {
      if ((below ? link->from() : link->to()) != node) continue;
      const int other = below ? link->to() : link->from();
      if (other < 0 || other >= count_of(graph_)) continue;
      const float away =
          std::fabs(node_of(graph_, other).x() - node_of(graph_, node).x()) + 0.01f * std::fabs(middle_y(other) - middle_y(node));
      if (out != node && away >= nearest) continue;
      out = other;
      nearest = away;
    }
    return out;
  }

  // What was selected elsewhere (keys, search, table) comes into sight.
  void follow() {
    const int node = selected_node();
    if (node < 0 || node == state_.followed) return;
    state_.followed = node;
    state_.zoom = std::max(state_.zoom, kReadable);
    const Rect at = rect_of(node_of(graph_, node));
    // By as little as it takes, so that the eye can follow a walk; from far away right into the middle.
    const auto beyond = [](float low, float high, float from, float to) { return std::min(low - from, 0.0f) + std::max(high - to, 0.0f); };
    const float x = beyond(at.min.x, at.max.x, rect_.min.x + 16, rect_.max.x - 16);
    const float y = beyond(at.min.y, at.max.y, rect_.min.y + 16, rect_.max.y - 56);  // above what lies on top
    if (std::fabs(x) < rect_.width() / 2 && std::fabs(y) < rect_.height() / 2) {
      state_.middle = {state_.middle.x + x / state_.zoom, state_.middle.y + y / state_.zoom};
    } else {
      state_.middle = {node_of(graph_, node).x() + node_of(graph_, node).width() / 2, middle_y(node)};
    }
  }

  // The first node that may be in sight, and the one after the last: they are sorted from top to bottom.
  std::pair<int, int> in_sight() const {
    const float top = in_graph(rect_.min).y - kRankHeight, bottom = in_graph(rect_.max).y;
    const auto first_below = [&](float y) {
      int low = 0, high = count_of(graph_);
      while (low < high) {
        const int middle = (low + high) / 2;
        if (node_of(graph_, middle).y() < y) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const int first = first_below(top);
    int last = first_below(bottom);
    while (last < count_of(graph_) && node_of(graph_, last).y() <= bottom) ++last;
    return {first, last};
  }

  int node_at(ImVec2 mouse) const {
    const auto [first, last] = in_sight();
    for (int i = first; i < last; ++i) {
      const Rect rect = rect_of(node_of(graph_, i));
      if (mouse.x >= rect.min.x && mouse.x < rect.max.x && mouse.y >= rect.min.y && mouse.y < rect.max.y) return i;
    }
    return -1;
  }

  // --- links

  void draw_links() {
    if (state_.zoom < 0.02f) return;
    const int lit = selected_node();
    for (const bool front : {false, true}) {
      for (const view::GraphLink* link : *graph_.links()) {
        const bool own = lit >= 0 && (link->from() == lit || link->to() == lit);
        if (own == front) draw_link(*link, own);
      }
    }
  }

  void draw_link(const view::GraphLink& link, bool lit) {
    const auto& points = *graph_.points();
    if (link.points() < 2 || link.first_point() < 0 ||
        static_cast<std::size_t>(link.first_point()) + static_cast<std::size_t>(link.points()) > points.size())
      return;
    const auto point = [&](int i) {
      const view::GraphPoint& at = *points.Get(static_cast<flatbuffers::uoffset_t>(link.first_point() + i));
      return on_screen(at.x(), at.y());
    };
    // Links only go down: the ends tell whether any of it can be in sight.
    if (point(0).y > rect_.max.y || point(link.points() - 1).y < rect_.min.y) return;
    const ImU32 color = ui_.tone(lit ? Tone::accent : Tone::mark);
    const float width = lit ? 2.0f : 1.25f;
    if (state_.zoom < kPlain) {
      for (int i = 1; i < link.points(); ++i) {
        const ImVec2 a = point(i - 1), b = point(i);
        draw_list().AddRectFilled({std::min(a.x, b.x) - 0.5f, a.y - 0.5f}, {std::max(a.x, b.x) + 0.5f, b.y + 0.5f}, color);
      }
      return;
    }
    draw_list().PathLineTo(point(0));
    for (int i = 1; i + 1 < link.points(); ++i) {
      const ImVec2 before = point(i - 1), corner = point(i), after = point(i + 1);
      const float in = std::fabs(corner.x - before.x) + std::fabs(corner.y - before.y);
      const float out = std::fabs(after.x - corner.x) + std::fabs(after.y - corner.y);
      const float radius = std::min({kCorner * state_.zoom, in / 2, out / 2});
      if (radius < 0.5f) {
        draw_list().PathLineTo(corner);
        continue;
      }
      const auto towards = [&](ImVec2 to, float length) {
        return ImVec2(corner.x + (to.x - corner.x) / length * radius, corner.y + (to.y - corner.y) / length * radius);
      };
      draw_list().PathLineTo(towards(before, in));
      draw_list().PathBezierQuadraticCurveTo(corner, towards(after, out), 5);
    }
    draw_list().PathLineTo(point(link.points() - 1));
    draw_list().PathStroke(color, 0, width);
  }

  // --- nodes

  std::string name_of(const view::GraphNode& node) const {
    if (const view::Layer* layer = layer_of(model_, node)) return std::string(text_of(layer->op()));
    const view::Tensor* tensor = tensor_of(model_, node);
    return std::string(node.kind() == view::PartKind::input ? "input" : "output") + (tensor ? " " + tensor->name()->str() : "");
  }

  std::string tip_text(const view::GraphNode& node) const {
    if (const view::Layer* layer = layer_of(model_, node)) {
      return layer->name()->str() + "\n" + layer->op()->str() + "  " + layer->shape()->str() + "  " + layer->dtype()->str() + "\n" +
             figure_text(*layer->macs()) + " MACs, " + figure_text(*layer->parameters()) + " parameters, " + figure_text(*layer->output());
    }
    const view::Tensor* tensor = tensor_of(model_, node);
    return tensor ? tensor->name()->str() + "\n" + tensor->shape()->str() + "  " + tensor->dtype()->str() : std::string();
  }

  void draw_nodes(int under) {
    const auto [first, last] = in_sight();
    const int lit = selected_node();
    int mirrored = 0;
    for (int i = first; i < last; ++i) {
      const view::GraphNode& node = node_of(graph_, i);
      const Rect rect = rect_of(node);
      if (rect.max.x < rect_.min.x || rect.min.x > rect_.max.x || rect.max.y < rect_.min.y) continue;
      if (state_.zoom < kPlain) {
        draw_plain(node, rect, i == lit);
        continue;
      }
      draw_node(node, rect, i == lit, i == under);
      if (state_.zoom >= kReadable && mirrored++ < kMaxMirrored) mirror_node(node, rect, i, i == lit);
    }
  }

  void mirror_node(const view::GraphNode& node, const Rect& rect, int index, bool lit) {
    const view::Layer* layer = layer_of(model_, node);
    const view::Tensor* tensor = tensor_of(model_, node);
    const std::string value = layer
                                  ? layer->shape()->str() + ", " + figure_text(cost_of(*layer, state_.cost)) + " " + cost_names[state_.cost]
                              : tensor ? tensor->shape()->str()
                                       : std::string();
    ImGui::PushID(index);
    const std::string name = name_of(node);
    const Mirror::Answer answer = ui_.mirror.part({.role = Role::treeitem,
                                                   .id = ImGui::GetID("node"),
                                                   .name = name,
                                                   .value = value,
                                                   .min = rect.min,
                                                   .max = rect.max,
                                                   .selected = lit});
    ImGui::PopID();
    if (answer.action == MirrorAction::press) select(index);
  }

  // Too small to be read: what the fill says, and no more.
  void draw_plain(const view::GraphNode& node, const Rect& rect, bool lit) {
    const view::Layer* layer = layer_of(model_, node);
    const float share = layer ? std::max(cost_of(*layer, state_.cost).share(), 0.0f) : 0.0f;
    const ImVec2 max(std::max(rect.max.x, rect.min.x + 3), std::max(rect.max.y, rect.min.y + 1));
    draw_list().AddRectFilled(rect.min, max, ui_.tone(lit ? Tone::accent : Tone::hover));
    if (share > 0)
      draw_list().AddRectFilled(rect.min, {rect.min.x + (max.x - rect.min.x) * share, max.y}, ui_.theme.faded(Tone::accent, 0.6f));
  }

  void draw_node(const view::GraphNode& node, const Rect& rect, bool lit, bool hovered) {
    const view::Layer* layer = layer_of(model_, node);
    const float zoom = state_.zoom;
    const float radius = layer ? ui_.metrics.radius * zoom : rect.height() / 2;
    const bool found = layer && !state_.search.empty() && matches(*layer, state_.search);
    const Tone border = lit || found ? Tone::accent : hovered ? Tone::mark : Tone::line;
    draw_list().AddRectFilled(rect.min, rect.max, ui_.tone(hovered ? Tone::raised : Tone::surface), radius);
    if (layer) {
      const view::Figure& cost = cost_of(*layer, state_.cost);
      const float wide = rect.width() * std::clamp(cost.share(), 0.0f, 1.0f);
      const Tone tone = meaning_tone(cost.meaning(), Tone::accent);
      draw_list().PushClipRect(rect.min, {rect.min.x + wide, rect.max.y}, true);
      if (wide > 0) draw_list().AddRectFilled(rect.min, rect.max, ui_.theme.faded(tone, kNodeFill), radius);
      draw_list().PopClipRect();
    }
    draw_list().AddRect(rect.min, rect.max, ui_.tone(border), radius, 0, lit ? 2.0f : found ? 1.5f : 1.0f);
    if (zoom < kReadable) return;
    const auto size = [&](float base) { return std::max(std::round(base * zoom), 7.0f); };
    const float left = rect.min.x + 10 * zoom, right = rect.max.x - 10 * zoom, room = right - left;
    if (!layer) {
      const std::string name = name_of(node);
      const float wide = std::min(text_width(ui_.fonts.body, size(kCaptionSize), name), room);
      draw_text_in(ui_, rect.min.x + (rect.width() - wide) / 2, rect.min.y, rect.max.y, ui_.fonts.body, size(kCaptionSize), Tone::muted,
                   name, room);
      return;
    }
    draw_text(ui_, {left, rect.min.y + 7 * zoom}, ui_.fonts.semibold, size(kBodySize), Tone::text, text_of(layer->op()), room);
    const std::string cost = figure_text(cost_of(*layer, state_.cost));
    const float cost_width = text_width(ui_.fonts.mono, size(kCaptionSize), cost);
    const float line = rect.min.y + 27 * zoom;
    draw_text(ui_, {right - cost_width, line}, ui_.fonts.mono, size(kCaptionSize), Tone::text, cost);
    draw_text(ui_, {left, line}, ui_.fonts.mono, size(kCaptionSize), Tone::text, text_of(layer->shape()), room - cost_width - 8 * zoom);
  }

  // --- on top

  void draw_overlays() {
    const float side = std::max(32.0f, ui_.metrics.row), edge = 12;
    float y = rect_.max.y - edge - side;
    const auto overlay_button = [&](const char* name, const char* icon) {
      const Rect at{{rect_.max.x - edge - side, y}, {rect_.max.x - edge, y + side}};
      frame_rect(ui_, at, Tone::surface, Tone::line, ui_.metrics.radius);
      ImGui::SetCursorScreenPos(at.min);
      y -= side + 4;
      return icon_button(ui_, name, icon);
    };
    if (overlay_button("Fit the graph (F)", icon::fit) || ui_.keys.pressed("f")) fit();
    if (overlay_button("Zoom out", icon::minus)) zoom_to(state_.zoom / 1.4f, centre());
    if (overlay_button("Zoom in", icon::plus)) zoom_to(state_.zoom * 1.4f, centre());
    ImGui::SetCursorScreenPos({rect_.min.x + edge, rect_.max.y - edge - ui_.metrics.row});
    state_.cost = segments(ui_, "Fill of the nodes", cost_names, state_.cost);
    if (rect_.width() >= 520 && rect_.height() >= 260) draw_overview({rect_.max.x - edge - side - 8, rect_.max.y - edge});
  }

  // All of it, small, with the part that is in sight; pressing or dragging goes there.
  void draw_overview(ImVec2 corner) {
    const ImVec2 low = in_graph(rect_.min), high = in_graph(rect_.max);
    if (low.x <= 0 && low.y <= 0 && high.x >= graph_.width() && high.y >= graph_.height()) return;
    const float most = std::min(200.0f, rect_.height() * 0.45f);
    const float scale = std::min(most / std::max(graph_.width(), 1.0f), most / std::max(graph_.height(), 1.0f));
    const ImVec2 size(std::max(graph_.width() * scale, 40.0f), std::max(graph_.height() * scale, 40.0f));
    const Rect box{{corner.x - size.x, corner.y - size.y}, corner};
    frame_rect(ui_, box, Tone::surface, Tone::line, 4);
    const auto place = [&](float x, float y) {
      return ImVec2(box.min.x + x / std::max(graph_.width(), 1.0f) * size.x, box.min.y + y / std::max(graph_.height(), 1.0f) * size.y);
    };
    ImVec2 last(-1, -1);
    for (const view::GraphNode* node : *graph_.nodes()) {
      const ImVec2 a = place(node->x(), node->y()), b = place(node->x() + node->width(), node->y() + node->height());
      if (std::fabs(a.x - last.x) < 1 && std::fabs(a.y - last.y) < 1) continue;  // on the same pixel
      last = a;
      draw_list().AddRectFilled(a, {std::max(b.x, a.x + 1), std::max(b.y, a.y + 1)}, ui_.tone(Tone::mark));
    }
    const ImVec2 from = place(low.x, low.y), to = place(high.x, high.y);
    const Rect seen{{std::clamp(from.x, box.min.x, box.max.x), std::clamp(from.y, box.min.y, box.max.y)},
                    {std::clamp(to.x, box.min.x, box.max.x), std::clamp(to.y, box.min.y, box.max.y)}};
    draw_list().AddRectFilled(seen.min, seen.max, ui_.theme.faded(Tone::accent, 0.18f), 2);
    draw_list().AddRect(seen.min, seen.max, ui_.tone(Tone::accent), 2, 0, 1.5f);
    const Press press = press_area(ui_, {.role = Role::image, .id = ImGui::GetID("overview"), .name = "Overview of the graph"}, box);
    if (!press.held) return;
    const ImVec2 mouse = ImGui::GetMousePos();
    state_.middle = {(mouse.x - box.min.x) / size.x * graph_.width(), (mouse.y - box.min.y) / size.y * graph_.height()};
    stay_near();
  }

  Ui& ui_;
  const view::ModelView& model_;
  const view::Graph& graph_;
  GraphUi& state_;
  int& selected_;
  Rect rect_;
};

}  // namespace

const view::Tensor* selected_end(const view::ModelView& model, const GraphUi& state) {
  const view::Graph* graph = model.graph();
  return graph && state.end >= 0 && state.end < count_of(*graph) ? tensor_of(model, node_of(*graph, state.end)) : nullptr;
}

void draw_graph(PanelContext& context, const view::ModelView& model, GraphUi& state, int& selected, const Rect& rect) {
  const view::Graph* graph = model.graph();
  if (!graph || !text_of(graph->missing()).empty() || graph->nodes()->size() == 0) {
    ImGui::SetCursorScreenPos({rect.min.x + context.ui.metrics.pad, rect.min.y + context.ui.metrics.pad});
    return paragraph(context.ui, graph && !text_of(graph->missing()).empty() ? text_of(graph->missing()) : "The network has no layers",
                     Tone::muted);
  }
  GraphCanvas(context, model, state, selected, rect).draw();
}

void graph_search(PanelContext& context, const view::ModelView& model, GraphUi& state, int& selected, float width) {
  bool entered = false;
  const bool changed = text_field(context.ui, "Find a layer", context.ui.touch ? "Find a layer" : "Find a layer  /", icon::search,
                                  state.search, width, "/", &entered);
  if ((!changed && !entered) || state.search.empty()) return;
  const int layers = static_cast<int>(model.layers()->size());
  // Typing stays with the first one that still matches; Enter goes on to the next.
  const int start = selected < 0 ? 0 : entered ? selected + 1 : selected;
  for (int i = 0; i < layers; ++i) {
    const int layer = (start + i) % layers;
    if (!matches(*model.layers()->Get(static_cast<flatbuffers::uoffset_t>(layer)), state.search)) continue;
    selected = layer;
    state.end = -1;
    return;
  }
}

}  // namespace thimble::ui
