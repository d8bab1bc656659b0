#include "wasm/ui/panels/start_panel.h"

#include <algorithm>

#include "icons.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

struct Promise {
  const char* icon;
  const char* title;
  const char* text;
};

constexpr Promise promises[] = {
    {icon::data, "Bring samples", "Images, audio or numbers: they set the ranges, and tell what int8 costs in accuracy."},
    {icon::results, "Compare and choose", "Every technique measured on your samples; one is recommended, with its reasons."},
    {icon::code, "Take the C code", "One ZIP that compiles: kernels made for your shapes, weights, a self-test."},
};

void draw_promises(Ui& ui, const Rect& area) {
  const bool column = ui.width == Width::narrow;
  const float gap = ui.metrics.gap;
  const float width = column ? area.width() : (area.width() - 2 * gap) / 3;
  float x = area.min.x, y = area.min.y;
  for (const Promise& promise : promises) {
    draw_icon(ui, {x + 8, y + 10}, promise.icon, Tone::accent, 18);
    ImGui::SetCursorScreenPos({x + 28, y});
    ImGui::BeginChild(promise.title, {width - 28, 76}, ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    paragraph(ui, promise.title, Tone::text, kBodySize, ui.fonts.semibold);
    space(3);
    paragraph(ui, promise.text, Tone::muted);
    ImGui::EndChild();
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID(promise.title),
                    .name = promise.title,
                    .value = promise.text,
                    .min = {x, y},
                    .max = {x + width, y + 76}});
    if (column) y += 72;
    else x += width + gap;
  }
}

void dashed_rect(Ui& ui, const Rect& rect, Tone tone) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  constexpr float dash = 6, gap = 5;
  const float line = std::max(ui.metrics.hairline, 1.0f);
  for (float x = rect.min.x; x < rect.max.x; x += dash + gap) {
    const float end = std::min(x + dash, rect.max.x);
    list.AddRectFilled({x, rect.min.y}, {end, rect.min.y + line}, ui.tone(tone));
    list.AddRectFilled({x, rect.max.y - line}, {end, rect.max.y}, ui.tone(tone));
  }
  for (float y = rect.min.y; y < rect.max.y; y += dash + gap) {
    const float end = std::min(y + dash, rect.max.y);
    list.AddRectFilled({rect.min.x, y}, {rect.min.x + line, end}, ui.tone(tone));
    list.AddRectFilled({rect.max.x - line, y}, {rect.max.x, end}, ui.tone(tone));
  }
}

void centred_text(Ui& ui, float centre, float y, ImFont* font, float size, Tone tone, const char* text, float max_width) {
  const float width = std::min(text_width(font, size, text), max_width);
  draw_text(ui, {centre - width / 2, y}, font, size, tone, text, max_width);
}

// What an earlier page had open.
void draw_offer(PanelContext& context, float centre, float y, float room) {
  Ui& ui = context.ui;
  const std::string name = context.core.offered();
  if (name.empty()) return;
  const char* label = "Go on with the last session";
  const float side = std::max(32.0f, ui.metrics.row);
  ImGui::SetCursorScreenPos({centre - (button_width(ui, label, true) + 8 + side) / 2, y});
  if (button(ui, label, ButtonKind::plain, icon::restart)) context.core.take_offer();
  ImGui::SameLine(0, 8);
  if (icon_button(ui, "Forget the last session", icon::close)) context.core.forget_offer();
  centred_text(ui, centre, y + side + 6, ui.fonts.body, kCaptionSize, Tone::muted, name.c_str(), room);
}

void draw(PanelContext& context) {
  Ui& ui = context.ui;
  scroll_region(ui, "start", context.canvas, 0, [&] {
    const float pad = ui.width == Width::narrow ? 16.0f : 40.0f;
    const float width = std::min(context.canvas.width() - 2 * pad, 880.0f);
    const float drop_height = (ui.width == Width::narrow ? 244.0f : 268.0f) + (context.core.offered().empty() ? 0.0f : 24.0f);
    const float below = ui.width == Width::narrow ? 224.0f : 90.0f;
    const float whole = drop_height + 32 + below;
    const float left = context.canvas.min.x + (context.canvas.width() - width) / 2;
    const float top = ImGui::GetCursorScreenPos().y + std::max((context.canvas.height() - whole) * 0.42f, pad);
    const Rect drop{{left, top}, {left + width, top + drop_height}};
    ImGui::GetWindowDrawList()->AddRectFilled(drop.min, drop.max, ui.tone(Tone::surface), ui.metrics.radius);
    dashed_rect(ui, drop, Tone::mark);

    const float centre = (drop.min.x + drop.max.x) / 2;
    draw_icon(ui, {centre, top + 52}, icon::upload, Tone::accent, 30);
    centred_text(ui, centre, top + 88, ui.fonts.semibold, 18, Tone::text, "Drop a model here, and samples", width - 32);
    centred_text(ui, centre, top + 118, ui.fonts.body, kBodySize, Tone::muted,
                 ui.width == Width::narrow ? ".onnx or .tflite. It stays on this device."
                                           : ".onnx or .tflite, float or int8. It stays on this computer: nothing is uploaded.",
                 width - 32);
    ui.mirror.part(
        {.role = Role::heading, .id = ImGui::GetID("drop"), .name = "Drop a model here, and samples", .min = drop.min, .max = drop.max});
    const float buttons = button_width(ui, "Open a model", true) + 12 + button_width(ui, "Take the sample", true);
    ImGui::SetCursorScreenPos({centre - buttons / 2, top + 162});
    open_buttons(context);
    draw_offer(context, centre, top + 162 + ui.metrics.row + 14, width - 32);

    draw_promises(ui, {{left, drop.max.y + 32}, {left + width, drop.max.y + 32 + below}});
    ImGui::SetCursorScreenPos({context.canvas.min.x, top + whole});
    ImGui::Dummy({1, 1});
  });
}

StepState state(const PanelContext& context) { return context.views.model ? StepState::ready : StepState::to_do; }

}  // namespace

void open_buttons(PanelContext& context) {
  if (button(context.ui, "Open a model", ButtonKind::primary, icon::open_file)) context.platform.pick_file();
  ImGui::SameLine(0, 12);
  if (button(context.ui, "Take the sample", ButtonKind::plain, icon::sample)) context.platform.take_sample();
}

void draw_needs(PanelContext& context, const char* text, const char* why, float width, const std::function<void()>& actions) {
  Ui& ui = context.ui;
  scroll_region(ui, text, context.canvas, 0, [&] {
    const float centre = (context.canvas.min.x + context.canvas.max.x) / 2;
    const float top = context.canvas.min.y + std::max(context.canvas.height() * 0.3f, 16.0f);
    const float room = context.canvas.width() - 32;
    centred_text(ui, centre, top, ui.fonts.semibold, kTitleSize, Tone::text, text, room);
    centred_text(ui, centre, top + 26, ui.fonts.body, kBodySize, Tone::muted, why, room);
    ui.mirror.part({.role = Role::heading,
                    .id = ImGui::GetID(text),
                    .name = text,
                    .value = why,
                    .min = {context.canvas.min.x, top},
                    .max = {context.canvas.max.x, top + 44}});
    ImGui::SetCursorScreenPos({centre - width / 2, top + 64});
    actions();
  });
}

void draw_needs_model(PanelContext& context, const char* text, const char* why) {
  const float width = button_width(context.ui, "Open a model", true) + 12 + button_width(context.ui, "Take the sample", true);
  draw_needs(context, text, why, width, [&] { open_buttons(context); });
}

const PanelDef panel_start{.name = "start", .title = "Start", .icon = icon::start, .state = state, .draw = draw, .inspect = nullptr};

}  // namespace thimble::ui
