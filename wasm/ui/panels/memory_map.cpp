#include "wasm/ui/panels/memory_map.h"

#include <algorithm>
#include <cmath>

#include "icons.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

struct Axes {
  Rect plot;
  int steps;
  std::int64_t bytes;
  PlotAxis shown;  // of the steps
  float x(int step) const { return plot.min.x + plot.width() * static_cast<float>(shown.part(step)); }
  float step_width() const { return plot.width() / static_cast<float>(std::max(shown.high - shown.low, 1e-6)); }
  // Address 0 is at the bottom: the arena grows upwards as people draw it.
  float y(std::int64_t address) const {
    return plot.max.y -
           plot.height() * static_cast<float>(static_cast<double>(address) / static_cast<double>(std::max<std::int64_t>(bytes, 1)));
  }
};

constexpr float kPressable = 2.5f;  // narrower blocks are drawn only, until the map is zoomed

// 1, 2 or 5 times a power of ten: steps that one can count on from.
int nice_step(int least) {
  for (int power = 1;; power *= 10) {
    for (const int digit : {1, 2, 5}) {
      if (digit * power >= least) return digit * power;
    }
  }
}

void draw_axes(Ui& ui, const view::MemoryView& memory, const Axes& axes) {
  for (const view::Tick* tick : *memory.ticks()) {
    const float y = axes.y(tick->bytes());
    hairline_h(ui, axes.plot.min.x, axes.plot.max.x, y);
    const std::string_view text = tick->text()->string_view();
    draw_text(ui, {axes.plot.min.x - 8 - text_width(ui.fonts.mono, kCaptionSize, text), y - 7}, ui.fonts.mono, kCaptionSize, Tone::muted,
              text);
  }
  const float step_width = axes.step_width();
  const int every = nice_step(static_cast<int>(std::ceil(36 / std::max(step_width, 0.001f))));
  for (int step = 0; step < axes.steps; step += every) {
    if (!axes.shown.shows(step)) continue;
    const std::string text = std::to_string(step);
    draw_text(ui, {axes.x(step) + (step_width - text_width(ui.fonts.mono, kCaptionSize, text)) / 2, axes.plot.max.y + 6}, ui.fonts.mono,
              kCaptionSize, Tone::muted, text);
  }
  draw_text(ui, {axes.plot.min.x, axes.plot.max.y + 24}, ui.fonts.body, kCaptionSize, Tone::muted, "Step of execution");
  draw_text(ui, {axes.plot.min.x - 64, axes.plot.min.y - 22}, ui.fonts.body, kCaptionSize, Tone::muted, "Address in the arena");
}

void hatch(Ui& ui, const Rect& rect, Tone tone) {
  draw_list().PushClipRect(rect.min, rect.max, true);
  for (float x = rect.min.x - rect.height(); x < rect.max.x; x += 7)
    draw_list().AddLine({x, rect.max.y}, {x + rect.height(), rect.min.y}, ui.theme.faded(tone, 0.55f), 1);
  draw_list().PopClipRect();
}

void draw_block(Ui& ui, const view::Block& block, const Rect& rect, bool lit) {
  const Tone tone = block.at_peak() ? Tone::attention : Tone::accent;
  if (rect.width() < 3) {  // too narrow for a frame of its own
    draw_list().AddRectFilled(rect.min, {std::max(rect.max.x, rect.min.x + 1), rect.max.y}, ui.theme.faded(tone, lit ? 1.0f : 0.4f));
    return;
  }
  const float radius = std::min({3.0f, rect.width() / 3, rect.height() / 3});
  draw_list().AddRectFilled(rect.min, rect.max, ui.tone(Tone::surface), radius);
  draw_list().AddRectFilled(rect.min, rect.max, ui.theme.faded(tone, lit ? 0.5f : block.scratch() ? 0.12f : 0.26f), radius);
  if (block.scratch()) hatch(ui, rect, tone);
  draw_list().AddRect(rect.min, rect.max, ui.theme.faded(tone, lit ? 1.0f : 0.75f), radius, 0, lit ? 2.0f : 1.0f);
  if (rect.width() < 36 || rect.height() < 18) return;
  const bool two_lines = rect.height() >= 36;
  const float room = rect.width() - 12;
  const float y = two_lines ? rect.min.y + 5 : (rect.min.y + rect.max.y - kCaptionSize) / 2 - 1;
  draw_text(ui, {rect.min.x + 6, y}, ui.fonts.body, kCaptionSize, Tone::text, block.name()->string_view(), room);
  if (two_lines) draw_text(ui, {rect.min.x + 6, y + 15}, ui.fonts.mono, kCaptionSize, Tone::muted, block.size()->string_view(), room);
}

void draw_peak(Ui& ui, const view::MemoryView& memory, const Axes& axes) {
  if (axes.steps == 0 || memory.peak_step() + 1 < axes.shown.low || memory.peak_step() > axes.shown.high) return;
  const float x0 = std::max(axes.x(memory.peak_step()), axes.plot.min.x);
  const float x1 = std::min(std::max(axes.x(memory.peak_step() + 1), x0 + 1), axes.plot.max.x);
  draw_list().AddRectFilled({x0, axes.plot.min.y}, {x1, axes.plot.max.y}, ui.theme.faded(Tone::attention, 0.10f));
  const std::string text = "peak " + figure_text(*memory.arena());
  const float width = text_width(ui.fonts.body, kCaptionSize, text) + 18;
  const float x = std::clamp((x0 + x1 - width) / 2, axes.plot.min.x + 70, std::max(axes.plot.max.x - width, axes.plot.min.x + 70));
  draw_icon(ui, {x + 6, axes.plot.min.y - 14}, icon::attention, Tone::attention, 12);
  draw_text(ui, {x + 16, axes.plot.min.y - 21}, ui.fonts.body, kCaptionSize, Tone::attention, text);
}

// A thin profile of the RAM in use under the map would repeat it; the sentence says what matters instead.
float draw_sentence(Ui& ui, const view::MemoryView& memory, const Rect& rect) {
  ImGui::SetCursorScreenPos({rect.min.x + 32, rect.min.y});
  ImGui::BeginChild("peak", {std::min(rect.width() - 48, 860.0f), 0}, ImGuiChildFlags_AutoResizeY, ImGuiWindowFlags_NoScrollbar);
  paragraph(ui, memory.peak_cause()->string_view());
  space(4);
  paragraph(ui, memory.peak_advice()->string_view(), Tone::muted);
  const float height = ImGui::GetCursorPosY();
  ImGui::EndChild();
  draw_icon(ui, {rect.min.x + 20, rect.min.y + 8}, icon::attention, Tone::attention, 14);
  return height;
}

}  // namespace

void draw_memory_map(Ui& ui, const view::MemoryView& memory, ModelUi& state, const Rect& rect) {
  const int steps = static_cast<int>(memory.steps()->size());
  const float sentence = draw_sentence(ui, memory, {{rect.min.x, rect.min.y + 14}, rect.max});
  const PlotAxis all_steps{0, static_cast<double>(std::max(steps, 1))};
  Axes axes{.plot = {{rect.min.x + 84, rect.min.y + 14 + sentence + 36}, {rect.max.x - 20, rect.max.y - 52}},
            .steps = steps,
            .bytes = memory.arena_bytes(),
            .shown = {}};
  if (axes.plot.height() < 40 || axes.plot.width() < 40) return;
  // Nothing scrolls here: the wheel is for the map.
  state.map.pressed = true;
  plot_input("map", axes.plot, all_steps, {0, 0}, state.map);
  axes.shown = shown_axis(state.map.x, all_steps.low, all_steps.high);
  draw_axes(ui, memory, axes);
  const std::string summary = figure_text(*memory.arena()) + " of RAM. " + memory.peak_cause()->str();
  ui.mirror.begin_group(
      {.role = Role::region, .id = ImGui::GetID("map"), .name = "Arena map", .value = summary, .min = axes.plot.min, .max = axes.plot.max});
  draw_peak(ui, memory, axes);
  draw_list().PushClipRect({axes.plot.min.x - 2, axes.plot.min.y - 2}, {axes.plot.max.x + 2, axes.plot.max.y + 2}, true);
  state.hovered_block = -1;
  const auto& blocks = *memory.blocks();
  for (int i = 0; i < static_cast<int>(blocks.size()); ++i) {
    const view::Block& block = *blocks.Get(static_cast<flatbuffers::uoffset_t>(i));
    Rect at{{axes.x(block.first_step()), axes.y(block.offset() + block.bytes())}, {axes.x(block.last_step() + 1), axes.y(block.offset())}};
    at.max.x = std::min(at.max.x, axes.plot.max.x);
    at.min.x = std::max(at.min.x, axes.plot.min.x);
    if (at.max.x <= at.min.x) continue;  // out of sight
    if (at.width() > 3) at.max.x -= 1;
    if (at.height() > 3) at.min.y += 1;
    if (at.width() < kPressable) {
      draw_block(ui, block, at, i == state.selected_block);
      continue;
    }
    ImGui::PushID(i);
    const std::string value = block.size()->str() + ", " + block.detail()->str();
    const Press press = press_area(ui,
                                   {.role = Role::button,
                                    .id = ImGui::GetID("block"),
                                    .name = block.name()->string_view(),
                                    .value = value,
                                    .selected = i == state.selected_block},
                                   at);
    ImGui::PopID();
    tip(ui, block.name()->str() + "\n" + value);
    if (press.hovered) state.hovered_block = i;
    if (press.pressed) state.selected_block = state.selected_block == i ? -1 : i;
    draw_block(ui, block, at, press.hovered || i == state.selected_block);
    if (press.focused) focus_ring(ui, at, 3);
  }
  draw_list().PopClipRect();
  ui.mirror.end_group();
  const float right = axes.plot.max.x, y = axes.plot.max.y + 24;
  const char* legend = steps > 40 ? "hatched: scratch; the wheel zooms" : "hatched: scratch";
  draw_text(ui, {right - text_width(ui.fonts.body, kCaptionSize, legend), y}, ui.fonts.body, kCaptionSize, Tone::muted, legend);
}

void inspect_memory(Ui& ui, const view::MemoryView& memory, const ModelUi& state) {
  const auto& blocks = *memory.blocks();
  const int shown = state.hovered_block >= 0 ? state.hovered_block : state.selected_block;
  title(ui, "Arena");
  space(8);
  const auto row = [&](const char* label, const view::Figure& figure) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    draw_text_in(ui, at.x, at.y, at.y + 24, ui.fonts.body, kBodySize, Tone::muted, label);
    draw_figure(ui, at.x + width, at.y, at.y + 24, figure, true);
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID(label),
                    .name = label,
                    .value = figure_text(figure),
                    .min = at,
                    .max = {at.x + width, at.y + 24}});
    ImGui::Dummy({width, 24});
    hairline_h(ui, at.x, at.x + width, at.y + 24);
    space(1);
  };
  row("RAM (arena)", *memory.arena());
  row("Lower bound", *memory.lower_bound());
  if (shown >= 0 && shown < static_cast<int>(blocks.size())) {
    const view::Block& block = *blocks.Get(static_cast<flatbuffers::uoffset_t>(shown));
    space(20);
    title(ui, block.name()->string_view());
    space(4);
    paragraph(ui, block.size()->string_view(), Tone::text, kMonoSize, ui.fonts.mono);
    space(4);
    paragraph(ui, block.detail()->string_view(), Tone::muted);
    return;
  }
  space(20);
  title(ui, "RAM by step");
  space(8);
  const float width = ImGui::GetContentRegionAvail().x;
  int index = 0;
  for (const view::Step* step : *memory.steps()) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::IsRectVisible(at, {at.x + width, at.y + 26})) {
      const bool peak = index == memory.peak_step();
      draw_text_in(ui, at.x, at.y, at.y + 20, ui.fonts.body, kCaptionSize, peak ? Tone::attention : Tone::muted,
                   step->name()->string_view(), width - 90);
      draw_figure(ui, at.x + width, at.y, at.y + 20, *step->live(), false);
      draw_bar(ui, {{at.x, at.y + 21}, {at.x + width, at.y + 23}}, step->live()->share(), peak ? Tone::attention : Tone::accent);
    }
    ImGui::Dummy({width, 28});
    space(0);
    ++index;
  }
}

}  // namespace thimble::ui
