#include "wasm/ui/hints.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "icons.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

struct Hint {
  std::string_view step, text;
  bool keyboard;  // says nothing to who has none
};

// A new one goes to the end: the page has kept which were dismissed by their number.
constexpr Hint hints[] = {
    {"start", "New here? \"Take the sample\" brings a model and pictures; Run then shows a result within seconds.", false},
    {"model", "The wheel zooms the graph, F shows all of it, / finds a layer, and the arrow keys walk along its links.", true},
    {"plan", "Ctrl+Enter runs the plan from every step; Ctrl+Z takes an edit back.", true},
};

}  // namespace

Rect draw_hint(Ui& ui, std::string_view step, const Rect& canvas, std::uint32_t& dismissed) {
  const Hint* hint = std::find_if(std::begin(hints), std::end(hints), [&](const Hint& each) { return each.step == step; });
  if (hint == std::end(hints) || (hint->keyboard && ui.touch) || canvas.height() < 240) return canvas;
  const std::uint32_t bit = 1u << (hint - std::begin(hints));
  if ((dismissed & bit) != 0) return canvas;
  const float side = std::max(32.0f, ui.metrics.row);
  // On a phone it takes two lines: cut off, it would say nothing.
  const float room = canvas.width() - 40 - side - 24, line = std::round(kBodySize * kLineHeight);
  const std::size_t first = line_length(ui.fonts.body, kBodySize, hint->text, room);
  const std::string_view rest = hint->text.substr(std::min(first + 1, hint->text.size()));
  const Rect bar{{canvas.min.x, canvas.max.y - std::max(side, rest.empty() ? line : 2 * line) - 8}, canvas.max};
  hairline_h(ui, bar.min.x, bar.max.x, bar.min.y);
  draw_icon(ui, {bar.min.x + 24, (bar.min.y + bar.max.y) / 2}, icon::hint, Tone::accent, 14);
  const float middle = (bar.min.y + bar.max.y) / 2, top = middle - (rest.empty() ? line / 2 : line);
  draw_text_in(ui, bar.min.x + 40, top, top + line, ui.fonts.body, kBodySize, Tone::muted, hint->text.substr(0, first), room);
  draw_text_in(ui, bar.min.x + 40, top + line, top + 2 * line, ui.fonts.body, kBodySize, Tone::muted, rest, room);
  ui.mirror.part({.role = Role::text, .id = ImGui::GetID("hint"), .name = "Hint", .value = hint->text, .min = bar.min, .max = bar.max});
  ImGui::SetCursorScreenPos({bar.max.x - side - 12, bar.min.y + 4});
  if (icon_button(ui, "Dismiss the hint", icon::close)) dismissed |= bit;
  return {canvas.min, {canvas.max.x, bar.min.y}};
}

}  // namespace thimble::ui
