#include "wasm/ui/scatter_plot.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"
#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/plot_labels.h"
#include "wasm/ui/scatter_export.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

struct Map {
  Rect plot;
  PlotAxis x_axis, y_axis;

  float x(double value) const { return plot.min.x + plot.width() * static_cast<float>(x_axis.part(value)); }
  float y(double value) const { return plot.max.y - plot.height() * static_cast<float>(y_axis.part(value)); }
  bool shows(const view::Point& point) const { return x_axis.shows(point.x()) && y_axis.shows(point.y()); }
};

// Those of the view, or where it is zoomed others of the same kind.
std::vector<Tick> ticks_of(const view::Axis& axis, const PlotAxis& shown, int wanted) {
  if (shown.low != axis.low() || shown.high != axis.high())
    return ticks_between(shown.low, shown.high, tick_step(shown.high - shown.low, wanted));
  std::vector<Tick> out;
  for (const view::AxisTick* tick : *axis.ticks()) out.push_back({tick->at(), tick->text()->str()});
  return out;
}

void draw_axes(Ui& ui, const view::Scatter& scatter, const Map& map) {
  for (const Tick& tick : ticks_of(*scatter.y(), map.y_axis, 4)) {
    const float y = map.y(tick.at);
    hairline_h(ui, map.plot.min.x, map.plot.max.x, y);
    draw_text(ui, {map.plot.min.x - 8 - text_width(ui.fonts.mono, kCaptionSize, tick.text), y - 7}, ui.fonts.mono, kCaptionSize,
              Tone::muted, tick.text);
  }
  for (const Tick& tick : ticks_of(*scatter.x(), map.x_axis, 5)) {
    const float x = map.x(tick.at);
    hairline_v(ui, x, map.plot.max.y, map.plot.max.y + 4, Tone::mark);
    draw_text(ui, {x - text_width(ui.fonts.mono, kCaptionSize, tick.text) / 2, map.plot.max.y + 7}, ui.fonts.mono, kCaptionSize,
              Tone::muted, tick.text);
  }
  hairline_h(ui, map.plot.min.x, map.plot.max.x, map.plot.max.y, Tone::mark);
  const std::string_view x_title = scatter.x()->title()->string_view();
  draw_text(ui, {map.plot.max.x - text_width(ui.fonts.body, kCaptionSize, x_title), map.plot.max.y + 24}, ui.fonts.body, kCaptionSize,
            Tone::muted, x_title);
  draw_text(ui, {map.plot.min.x - 44, map.plot.min.y - 22}, ui.fonts.body, kCaptionSize, Tone::muted, scatter.y()->title()->string_view());
}

// What the limits forbid, in the colour of attention, with the limit named at its line.
void draw_limits(Ui& ui, const view::Scatter& scatter, const Map& map, PlotLabels& labels) {
  const auto write = [&](ImVec2 at, std::string_view text) {
    labels.keep_clear(Rect{at, {at.x + draw_text(ui, at, ui.fonts.body, kCaptionSize, Tone::attention, text), at.y + 15}});
  };
  const ImU32 shade = ui.theme.faded(Tone::attention, 0.09f);
  const std::string_view x_text = scatter.x()->limit_text()->string_view(), y_text = scatter.y()->limit_text()->string_view();
  if (!x_text.empty() && scatter.x()->limit() < map.x_axis.high) {
    const float x = map.x(scatter.x()->limit());
    draw_list().AddRectFilled({x, map.plot.min.y}, {map.plot.max.x, map.plot.max.y}, shade);
    hairline_v(ui, x, map.plot.min.y, map.plot.max.y, Tone::attention);
    labels.keep_clear({x, map.plot.min.y}, {x, map.plot.max.y});
    const float width = text_width(ui.fonts.body, kCaptionSize, x_text);
    write({std::max(x - width - 6, map.plot.min.x), map.plot.max.y - 18}, x_text);
  }
  if (!y_text.empty() && scatter.y()->limit() > map.y_axis.low) {
    const float y = map.y(scatter.y()->limit());
    draw_list().AddRectFilled({map.plot.min.x, y}, map.plot.max, shade);
    hairline_h(ui, map.plot.min.x, map.plot.max.x, y, Tone::attention);
    labels.keep_clear({map.plot.min.x, y}, {map.plot.max.x, y});
    write({map.plot.min.x + 6, y + 4 < map.plot.max.y - 14 ? y + 4 : y - 17}, y_text);
  }
}

void draw_front(Ui& ui, const view::Scatter& scatter, const Map& map, PlotLabels& labels) {
  const auto line = [&](ImVec2 from, ImVec2 to) {
    draw_list().AddLine(from, to, ui.tone(Tone::mark), 1.25f);
    labels.keep_clear(from, to);
  };
  const view::Point* last = nullptr;
  for (const view::Point* point : *scatter.points()) {
    if (!point->on_front()) continue;
    if (last) {
      // Between two members of a front nothing is better than the left one's score: a step, not a slope.
      const ImVec2 corner(map.x(point->x()), map.y(last->y()));
      line({map.x(last->x()), corner.y}, corner);
      line(corner, {corner.x, map.y(point->y())});
    }
    last = point;
  }
}

void draw_mark(Ui& ui, const Map& map, const view::Point& point, ImVec2 at, bool lit) {
  const bool baseline = point.candidate() < 0;
  const ImU32 color = baseline ? ui.tone(Tone::muted) : series_color(ui.theme, point.candidate());
  if (point.y_low() < point.y_high()) draw_list().AddLine({at.x, map.y(point.y_low())}, {at.x, map.y(point.y_high())}, color, 1.25f);
  if (baseline) {
    draw_list().AddRectFilled({at.x - 4, at.y - 4}, {at.x + 4, at.y + 4}, color, 1);
  } else {
    draw_list().AddCircleFilled(at, lit ? 7.0f : 5.5f, color, 24);
  }
  if (point.recommended()) draw_list().AddCircle(at, 10, ui.tone(Tone::good), 28, 2);
}

PlotMark mark_of(const Map& map, const view::Point& point) {
  return {.at = {map.x(point.x()), map.y(point.y())}, .top = map.y(point.y_high()), .bottom = map.y(point.y_low())};
}

void draw_label(Ui& ui, const Map& map, const view::Point& point, bool lit, PlotLabels& labels) {
  const std::string_view text = point.name()->string_view();
  const auto corner = labels.place(mark_of(map, point), text_width(ui.fonts.body, kCaptionSize, text), 16);
  if (corner) draw_text(ui, {corner->x, corner->y + 1}, ui.fonts.body, kCaptionSize, lit ? Tone::text : Tone::muted, text);
}

// Limits, front, labels and marks: what moves with the zoom and stays inside the plot.
void draw_inside(Ui& ui, const view::Scatter& scatter, const Map& map, int chosen) {
  PlotLabels labels(map.plot);
  draw_limits(ui, scatter, map, labels);
  draw_front(ui, scatter, map, labels);
  for (const view::Point* point : *scatter.points()) {
    if (map.shows(*point)) labels.keep_clear(mark_of(map, *point));
  }
  // What is chosen is named first.
  for (const bool first : {true, false}) {
    for (const view::Point* point : *scatter.points()) {
      const bool lit = point->recommended() || (point->candidate() >= 0 && point->candidate() == chosen);
      if (lit == first && map.shows(*point)) draw_label(ui, map, *point, lit, labels);
    }
  }
}

struct Points {
  int chosen = -1;
  bool hovered = false;
};

Points draw_points(Ui& ui, const view::Scatter& scatter, const Map& map, int chosen) {
  Points out{.chosen = chosen};
  int index = 0;
  for (const view::Point* point : *scatter.points()) {
    ImGui::PushID(index++);
    const ImVec2 at(map.x(point->x()), map.y(point->y()));
    if (map.shows(*point)) {
      const Rect hit{{at.x - 11, at.y - 11}, {at.x + 11, at.y + 11}};
      const Press press = press_area(ui,
                                     {.role = Role::button,
                                      .id = ImGui::GetID("point"),
                                      .name = point->text()->string_view(),
                                      .value = point->recommended() ? "recommended" : "",
                                      .selected = point->candidate() >= 0 && point->candidate() == chosen},
                                     hit);
      tip(ui, point->text()->string_view());
      draw_mark(ui, map, *point, at, press.hovered || press.focused || point->candidate() == chosen);
      if (press.focused) focus_ring(ui, hit, 11);
      if (press.pressed && point->candidate() >= 0) out.chosen = point->candidate();
      out.hovered = out.hovered || press.hovered;
    }
    ImGui::PopID();
  }
  return out;
}

void draw_export(Ui& ui, const view::Scatter& scatter, const Rect& rect, PlotState& state) {
  const float side = std::max(32.0f, ui.metrics.row);
  ImGui::SetCursorScreenPos({rect.max.x - side, rect.min.y - 8});
  if (icon_button(ui, "Save the plot", icon::download)) ImGui::OpenPopup("save");
  if (state.zoomed()) {
    ImGui::SetCursorScreenPos({rect.max.x - 2 * side - 2, rect.min.y - 8});
    if (icon_button(ui, "Show all of the plot", icon::fit)) state.x = state.y = {};
  }
  popup(ui, "save", {rect.max.x, rect.min.y - 4 + side}, [&] {
    const auto choice = [&](const char* label) {
      const bool pressed = button(ui, label, ButtonKind::quiet);
      if (pressed) ImGui::CloseCurrentPopup();
      return pressed;
    };
    if (choice("As PNG")) ui.downloads.push_back({.name = "candidates.png", .text = {}, .picture = rect});
    if (choice("As SVG")) ui.downloads.push_back({.name = "candidates.svg", .text = scatter_svg(ui.theme, scatter), .picture = {}});
    if (choice("As CSV")) ui.downloads.push_back({.name = "candidates.csv", .text = scatter_csv(scatter), .picture = {}});
  });
}

}  // namespace

int scatter_plot(Ui& ui, const view::Scatter& scatter, int chosen, PlotState& state, const Rect& rect) {
  const Rect plot{{rect.min.x + 48, rect.min.y + 26}, {rect.max.x - 16, rect.max.y - 44}};
  if (plot.width() < 60 || plot.height() < 40) return chosen;
  const PlotAxis whole_x{scatter.x()->low(), scatter.x()->high()}, whole_y{scatter.y()->low(), scatter.y()->high()};
  const std::string name = scatter.y()->title()->str() + " against " + scatter.x()->title()->str();
  ui.mirror.begin_group({.role = Role::region, .id = ImGui::GetID("plot"), .name = name, .min = rect.min, .max = rect.max});
  const PlotHover hover = plot_input("scatter", plot, whole_x, whole_y, state);
  const Map map{
      .plot = plot, .x_axis = shown_axis(state.x, whole_x.low, whole_x.high), .y_axis = shown_axis(state.y, whole_y.low, whole_y.high)};
  draw_axes(ui, scatter, map);
  draw_list().PushClipRect(plot.min, plot.max, true);
  draw_inside(ui, scatter, map, chosen);
  draw_list().PopClipRect();
  const Points points = draw_points(ui, scatter, map, chosen);
  if (hover.over && !points.hovered) draw_crosshair(ui, plot, format("%.4g, %.4g", hover.x, hover.y));
  draw_export(ui, scatter, rect, state);
  ui.mirror.end_group();
  return points.chosen;
}

}  // namespace thimble::ui
