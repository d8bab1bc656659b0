#include "wasm/ui/plot.h"

#include <algorithm>
#include <cmath>

#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

constexpr double kMostZoom = 1e4;

// The part of the axis between `low` and `high`, kept inside it; all of it is no zoom.
PlotRange inside(const PlotAxis& whole, double low, double high) {
  const double width = std::max(high - low, (whole.high - whole.low) / kMostZoom);
  if (width >= whole.high - whole.low) return {};
  low = std::clamp(low, whole.low, whole.high - width);
  return {low, low + width};
}

void zoom(PlotRange& range, const PlotAxis& whole, double part, double factor) {
  if (whole.low >= whole.high) return;
  const PlotAxis shown = shown_axis(range, whole.low, whole.high);
  const double around = shown.value(part);
  range = inside(whole, around - (around - shown.low) / factor, around + (shown.high - around) / factor);
}

void move(PlotRange& range, const PlotAxis& whole, double parts) {
  if (range.low >= range.high) return;
  const double by = parts * (range.high - range.low);
  range = inside(whole, range.low + by, range.high + by);
}

}  // namespace

PlotAxis shown_axis(PlotRange range, double whole_low, double whole_high) {
  const bool zoomed = range.low < range.high && range.low >= whole_low && range.high <= whole_high;
  return zoomed ? PlotAxis{range.low, range.high} : PlotAxis{whole_low, whole_high};
}

PlotHover plot_input(const char* name, const Rect& plot, const PlotAxis& x, const PlotAxis& y, PlotState& state) {
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(plot.min);
  ImGui::SetNextItemAllowOverlap();  // points lie on top
  ImGui::InvisibleButton(name, {std::max(plot.width(), 1.0f), std::max(plot.height(), 1.0f)});
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  ImGui::SetCursorScreenPos(cursor);
  const ImGuiIO& io = ImGui::GetIO();
  state.pressed = active || (state.pressed && hovered);
  const double across = (io.MousePos.x - plot.min.x) / plot.width(), up = (plot.max.y - io.MousePos.y) / plot.height();
  if (hovered && (state.pressed || io.KeyCtrl)) {
    ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);
    if (io.MouseWheel != 0) {
      const double factor = std::pow(1.25, std::clamp(io.MouseWheel, -3.0f, 3.0f));
      zoom(state.x, x, across, factor);
      zoom(state.y, y, up, factor);
    }
  }
  if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) state.x = state.y = {};
  if (active && state.zoomed()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    move(state.x, x, -io.MouseDelta.x / plot.width());
    move(state.y, y, io.MouseDelta.y / plot.height());
  }
  if (!hovered) return {};
  return {true, shown_axis(state.x, x.low, x.high).value(across), shown_axis(state.y, y.low, y.high).value(up)};
}

void draw_crosshair(Ui& ui, const Rect& plot, std::string_view text) {
  const ImVec2 mouse = ImGui::GetMousePos();
  hairline_h(ui, plot.min.x, plot.max.x, mouse.y, Tone::mark);
  hairline_v(ui, mouse.x, plot.min.y, plot.max.y, Tone::mark);
  const float width = text_width(ui.fonts.mono, kCaptionSize, text) + 12;
  const float x = mouse.x + 8 + width < plot.max.x ? mouse.x + 8 : mouse.x - 8 - width;
  const float y = mouse.y - 24 > plot.min.y ? mouse.y - 24 : mouse.y + 6;
  frame_rect(ui, {{x, y}, {x + width, y + 18}}, Tone::raised, Tone::line, 4);
  draw_text_in(ui, x + 6, y, y + 18, ui.fonts.mono, kCaptionSize, Tone::text, text);
}

}  // namespace thimble::ui
