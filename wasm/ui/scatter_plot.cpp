#include "wasm/ui/scatter_plot.h"

#include <algorithm>
#include <vector>

#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

ImDrawList& draw_list() { return *ImGui::GetWindowDrawList(); }

struct Map {
  Rect plot;
  const view::Axis *x_axis, *y_axis;

  static float part(const view::Axis& axis, double value) {
    const double width = axis.high() - axis.low();
    return width > 0 ? static_cast<float>(std::clamp((value - axis.low()) / width, 0.0, 1.0)) : 0.5f;
  }
  float x(double value) const { return plot.min.x + plot.width() * part(*x_axis, value); }
  float y(double value) const { return plot.max.y - plot.height() * part(*y_axis, value); }
};

void draw_axes(Ui& ui, const Map& map) {
  for (const view::AxisTick* tick : *map.y_axis->ticks()) {
    const float y = map.y(tick->at());
    hairline_h(ui, map.plot.min.x, map.plot.max.x, y);
    const std::string_view text = tick->text()->string_view();
    draw_text(ui, {map.plot.min.x - 8 - text_width(ui.fonts.mono, kCaptionSize, text), y - 7}, ui.fonts.mono, kCaptionSize, Tone::muted,
              text);
  }
  for (const view::AxisTick* tick : *map.x_axis->ticks()) {
    const float x = map.x(tick->at());
    hairline_v(ui, x, map.plot.max.y, map.plot.max.y + 4, Tone::mark);
    const std::string_view text = tick->text()->string_view();
    draw_text(ui, {x - text_width(ui.fonts.mono, kCaptionSize, text) / 2, map.plot.max.y + 7}, ui.fonts.mono, kCaptionSize, Tone::muted,
              text);
  }
  hairline_h(ui, map.plot.min.x, map.plot.max.x, map.plot.max.y, Tone::mark);
  const std::string_view x_title = map.x_axis->title()->string_view();
  draw_text(ui, {map.plot.max.x - text_width(ui.fonts.body, kCaptionSize, x_title), map.plot.max.y + 24}, ui.fonts.body, kCaptionSize,
            Tone::muted, x_title);
  draw_text(ui, {map.plot.min.x - 44, map.plot.min.y - 22}, ui.fonts.body, kCaptionSize, Tone::muted, map.y_axis->title()->string_view());
}

// What the limits forbid, in the colour of attention, with the limit named at its line.
void draw_limits(Ui& ui, const Map& map) {
  const ImU32 shade = ui.theme.faded(Tone::attention, 0.09f);
  if (map.x_axis->limit_text()->size() > 0) {
    const float x = map.x(map.x_axis->limit());
    draw_list().AddRectFilled({x, map.plot.min.y}, {map.plot.max.x, map.plot.max.y}, shade);
    hairline_v(ui, x, map.plot.min.y, map.plot.max.y, Tone::attention);
    const std::string_view text = map.x_axis->limit_text()->string_view();
    const float width = text_width(ui.fonts.body, kCaptionSize, text);
    draw_text(ui, {std::max(x - width - 6, map.plot.min.x), map.plot.max.y - 18}, ui.fonts.body, kCaptionSize, Tone::attention, text);
  }
  if (map.y_axis->limit_text()->size() > 0) {
    const float y = map.y(map.y_axis->limit());
    draw_list().AddRectFilled({map.plot.min.x, y}, map.plot.max, shade);
    hairline_h(ui, map.plot.min.x, map.plot.max.x, y, Tone::attention);
    const std::string_view text = map.y_axis->limit_text()->string_view();
    draw_text(ui, {map.plot.min.x + 6, y + 4 < map.plot.max.y - 14 ? y + 4 : y - 17}, ui.fonts.body, kCaptionSize, Tone::attention, text);
  }
}

void draw_front(Ui& ui, const view::Scatter& scatter, const Map& map) {
  const view::Point* last = nullptr;
  for (const view::Point* point : *scatter.points()) {
    if (!point->on_front()) continue;
    if (last) {
      // Between two members of a front nothing is better than the left one's score: a step, not a slope.
      const ImVec2 corner(map.x(point->x()), map.y(last->y()));
      draw_list().AddLine({map.x(last->x()), corner.y}, corner, ui.tone(Tone::mark), 1.25f);
      draw_list().AddLine(corner, {corner.x, map.y(point->y())}, ui.tone(Tone::mark), 1.25f);
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

// A label where there is room for one: never over another. The read-out has them all.
class Labels {
 public:
  bool place(const Rect& rect) {
    for (const Rect& other : taken_) {
      if (rect.min.x < other.max.x && other.min.x < rect.max.x && rect.min.y < other.max.y && other.min.y < rect.max.y) return false;
    }
    taken_.push_back(rect);
    return true;
  }

 private:
  std::vector<Rect> taken_;
};

void draw_label(Ui& ui, const Map& map, const view::Point& point, bool lit, Labels& labels) {
  const ImVec2 at(map.x(point.x()), map.y(point.y()));
  const std::string_view text = point.name()->string_view();
  const float width = text_width(ui.fonts.body, kCaptionSize, text);
  const float x = at.x + 14 + width < map.plot.max.x ? at.x + 14 : at.x - 14 - width;
  if (!labels.place({{x, at.y - 8}, {x + width, at.y + 8}})) return;
  draw_text(ui, {x, at.y - 7}, ui.fonts.body, kCaptionSize, lit ? Tone::text : Tone::muted, text);
}

}  // namespace

int scatter_plot(Ui& ui, const view::Scatter& scatter, int chosen, const Rect& rect) {
  const Map map{
      .plot = {{rect.min.x + 48, rect.min.y + 26}, {rect.max.x - 16, rect.max.y - 44}}, .x_axis = scatter.x(), .y_axis = scatter.y()};
  if (map.plot.width() < 60 || map.plot.height() < 40) return chosen;
  const std::string name = scatter.y()->title()->str() + " against " + scatter.x()->title()->str();
  ui.mirror.begin_group({.role = Role::region, .id = ImGui::GetID("plot"), .name = name, .min = rect.min, .max = rect.max});
  draw_axes(ui, map);
  draw_limits(ui, map);
  draw_front(ui, scatter, map);
  Labels labels;
  // What is chosen is named first.
  for (const bool first : {true, false}) {
    for (const view::Point* point : *scatter.points()) {
      const bool lit = point->recommended() || (point->candidate() >= 0 && point->candidate() == chosen);
      if (lit == first) draw_label(ui, map, *point, lit, labels);
    }
  }
  int index = 0;
  for (const view::Point* point : *scatter.points()) {
    const ImVec2 at(map.x(point->x()), map.y(point->y()));
    const Rect hit{{at.x - 11, at.y - 11}, {at.x + 11, at.y + 11}};
    ImGui::PushID(index++);
    const Press press = press_area(ui,
                                   {.role = Role::button,
                                    .id = ImGui::GetID("point"),
                                    .name = point->text()->string_view(),
                                    .value = point->recommended() ? "recommended" : "",
                                    .selected = point->candidate() >= 0 && point->candidate() == chosen},
                                   hit);
    tip(ui, point->text()->string_view());
    ImGui::PopID();
    const bool lit = press.hovered || press.focused || point->candidate() == chosen;
    draw_mark(ui, map, *point, at, lit);
    if (press.focused) focus_ring(ui, hit, 11);
    if (press.pressed && point->candidate() >= 0) chosen = point->candidate();
  }
  ui.mirror.end_group();
  return chosen;
}

}  // namespace thimble::ui
