#include "wasm/ui/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "icons.h"

namespace thimble::ui {

namespace {

Rect item_rect() { return {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()}; }

// Focus by keyboard may land on a part that is scrolled out of sight.
void follow_focus(const Mirror::Answer& answer) {
  if (answer.newly_focused && !ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5f);
}

int resize_text(ImGuiInputTextCallbackData* data) {
  auto* text = static_cast<std::string*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    text->resize(static_cast<std::size_t>(data->BufTextLen));
    data->Buf = text->data();
  }
  return 0;
}

}  // namespace

void focus_ring(Ui& ui, const Rect& rect, float radius) {
  const Rect ring = rect.inset(-1);
  draw_list().AddRect(ring.min, ring.max, ui.tone(Tone::accent), radius + 1, 0, 2.0f);
}

void tip(Ui& ui, std::string_view text) {
  if (text.empty()) return;
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_DelayShort | ImGuiHoveredFlags_NoSharedDelay)) {
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 8));
    if (ImGui::BeginTooltip()) {
      ImGui::PushTextWrapPos(320);
      ImGui::TextUnformatted(text.data(), text.data() + text.size());
      ImGui::PopTextWrapPos();
      ImGui::EndTooltip();
    }
    ImGui::PopStyleVar();
  } else if (ImGui::IsItemHovered()) {
    ui.wake_ms = 60;
  }
}

Press press_area(Ui& ui, const Part& part, const Rect& rect) {
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::PushID(static_cast<int>(part.id));
  Press out;
  out.pressed = ImGui::InvisibleButton("press", ImVec2(std::max(rect.width(), 1.0f), std::max(rect.height(), 1.0f))) && !part.disabled;
  out.hovered = ImGui::IsItemHovered() && !part.disabled;
  out.held = ImGui::IsItemActive() && !part.disabled;
  ImGui::PopID();
  Part mirrored = part;
  mirrored.min = rect.min;
  mirrored.max = rect.max;
  const Mirror::Answer answer = ui.mirror.part(mirrored);
  out.pressed = out.pressed || answer.action == MirrorAction::press;
  out.focused = answer.focused;
  follow_focus(answer);
  if (out.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  // Where the caller was; the item before stays the one that tip() asks about.
  ImGui::GetCurrentWindow()->DC.CursorPos = cursor;
  return out;
}

void paragraph(Ui& ui, std::string_view text, Tone tone, float size, ImFont* font) {
  ImFont* face = font ? font : ui.fonts.body;
  const float line = std::round(size * kLineHeight), width = std::max(ImGui::GetContentRegionAvail().x, size);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const char* from = text.data();
  const char* end = from + text.size();
  float y = at.y;
  while (from < end) {
    const char* to = from + line_length(face, size, {from, static_cast<std::size_t>(end - from)}, width);
    if (to == from && *to != '\n') ++to;  // a width under one character
    draw_text_in(ui, at.x, y, y + line, face, size, tone, {from, static_cast<std::size_t>(to - from)});
    y += line;
    from = to;
    if (from < end && *from == '\n') ++from;  // what follows keeps its indent
    else
      while (from < end && *from == ' ') ++from;
  }
  ImGui::Dummy({width, y - at.y});
}

void title(Ui& ui, std::string_view text) {
  paragraph(ui, text, Tone::text, kTitleSize, ui.fonts.semibold);
  const Rect rect = item_rect();
  ui.mirror.part(
      {.role = Role::heading, .id = ImGui::GetID(text.data(), text.data() + text.size()), .name = text, .min = rect.min, .max = rect.max});
}

void caption(Ui& ui, std::string_view text) { paragraph(ui, text, Tone::muted, kCaptionSize); }

void space(float height) { ImGui::Dummy({0, height}); }

float button_width(Ui& ui, const char* label, bool with_icon, std::string_view keys) {
  const float hint = keys.empty() ? 0 : text_width(ui.fonts.body, kCaptionSize, keys) + 10;
  return text_width(ui.fonts.body, kBodySize, label) + hint + 24 + (with_icon ? 24 : 0);
}

bool button(Ui& ui, const char* label, ButtonKind kind, const char* icon, bool disabled, float width, std::string_view keys) {
  const float height = std::max(32.0f, ui.metrics.row);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect rect{at, {at.x + (width > 0 ? width : button_width(ui, label, icon != nullptr, keys)), at.y + height}};
  const Press press = press_area(ui, {.role = Role::button, .id = ImGui::GetID(label), .name = label, .disabled = disabled}, rect);
  const bool primary = kind == ButtonKind::primary;
  const float radius = ui.metrics.radius;
  const Tone ink = disabled ? Tone::muted : primary ? Tone::on_accent : Tone::text;
  if (primary && !disabled) {
    draw_list().AddRectFilled(rect.min, rect.max, ui.tone(Tone::accent), radius);
    if (press.hovered) draw_list().AddRectFilled(rect.min, rect.max, ui.theme.faded(Tone::on_accent, press.held ? 0.22f : 0.12f), radius);
  } else if (kind == ButtonKind::quiet) {
    if (press.hovered) draw_list().AddRectFilled(rect.min, rect.max, ui.tone(Tone::hover), radius);
  } else {
    frame_rect(ui, rect, press.hovered && !disabled ? Tone::hover : Tone::raised, Tone::line, radius);
  }
  const float content = button_width(ui, label, icon != nullptr, keys) - 24;
  float x = rect.min.x + (rect.width() - content) / 2;
  if (icon) {
    draw_icon(ui, {x + 8, (rect.min.y + rect.max.y) / 2}, icon, ink, ui.metrics.icon);
    x += 24;
  }
  x += draw_text_in(ui, x, rect.min.y, rect.max.y, ui.fonts.body, kBodySize, ink, label);
  draw_text_in(ui, x + 10, rect.min.y, rect.max.y, ui.fonts.body, kCaptionSize, primary ? ink : Tone::muted, keys);
  if (press.focused) focus_ring(ui, rect, radius);
  ImGui::Dummy({rect.width(), rect.height()});
  return press.pressed;
}

bool icon_button(Ui& ui, const char* name, const char* icon, Tone tone, bool disabled) {
  const float side = std::max(32.0f, ui.metrics.row);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect rect{at, {at.x + side, at.y + side}};
  const Press press = press_area(ui, {.role = Role::button, .id = ImGui::GetID(name), .name = name, .disabled = disabled}, rect);
  tip(ui, name);
  if (press.hovered) draw_list().AddRectFilled(rect.min, rect.max, ui.tone(Tone::hover), ui.metrics.radius);
  draw_icon(ui, {(rect.min.x + rect.max.x) / 2, (rect.min.y + rect.max.y) / 2}, icon,
            disabled        ? Tone::line
            : press.hovered ? Tone::text
                            : tone,
            ui.metrics.icon);
  if (press.focused) focus_ring(ui, rect, ui.metrics.radius);
  ImGui::Dummy({side, side});
  return press.pressed;
}

int segments(Ui& ui, const char* name, std::span<const char* const> labels, int chosen) {
  const float height = ui.metrics.row;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  float whole = 4;
  for (const char* label : labels) whole += text_width(ui.fonts.body, kBodySize, label) + 24;
  const Rect frame{at, {at.x + whole, at.y + height}};
  frame_rect(ui, frame, Tone::surface, Tone::line, ui.metrics.radius);
  ui.mirror.begin_group({.role = Role::region, .id = ImGui::GetID(name), .name = name, .min = frame.min, .max = frame.max});
  float x = at.x + 2;
  int out = chosen;
  for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
    const float width = text_width(ui.fonts.body, kBodySize, labels[static_cast<std::size_t>(i)]) + 24;
    const Rect rect{{x, at.y + 2}, {x + width, at.y + height - 2}};
    const char* label = labels[static_cast<std::size_t>(i)];
    const Press press = press_area(
        ui, {.role = Role::tab, .id = ImGui::GetID((std::string(name) + "/" + label).c_str()), .name = label, .selected = i == chosen},
        rect);
    if (i == chosen || press.hovered)
      draw_list().AddRectFilled(rect.min, rect.max, ui.tone(i == chosen ? Tone::hover : Tone::raised), ui.metrics.radius - 2);
    draw_text_in(ui, x + 12, rect.min.y, rect.max.y, ui.fonts.body, kBodySize, i == chosen ? Tone::text : Tone::muted, label);
    if (press.focused) focus_ring(ui, rect, ui.metrics.radius - 2);
    if (press.pressed) out = i;
    x += width;
  }
  ui.mirror.end_group();
  ImGui::Dummy({whole, height});
  return out;
}

MirrorAction pressed_arrow() {
  struct Arrow {
    ImGuiKey key;
    MirrorAction action;
  };
  constexpr Arrow arrows[] = {{ImGuiKey_DownArrow, MirrorAction::next},     {ImGuiKey_UpArrow, MirrorAction::previous},
                              {ImGuiKey_LeftArrow, MirrorAction::left},     {ImGuiKey_RightArrow, MirrorAction::right},
                              {ImGuiKey_PageDown, MirrorAction::page_down}, {ImGuiKey_PageUp, MirrorAction::page_up},
                              {ImGuiKey_Home, MirrorAction::first},         {ImGuiKey_End, MirrorAction::last}};
  if (ImGui::GetIO().WantTextInput) return MirrorAction::none;
  for (const Arrow& arrow : arrows) {
    if (ImGui::IsKeyPressed(arrow.key)) return arrow.action;
  }
  return MirrorAction::none;
}

bool edit_line(const char* name, const char* hint, std::string& text) {
  return ImGui::InputTextWithHint(name, hint, text.data(), text.capacity() + 1, ImGuiInputTextFlags_CallbackResize, resize_text, &text);
}

bool text_field(Ui& ui, const char* name, const char* hint, const char* icon, std::string& text, float width, const char* key,
                bool* entered) {
  const float height = ui.metrics.row;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Rect rect{at, {at.x + width, at.y + height}};
  frame_rect(ui, rect, Tone::background, Tone::line, ui.metrics.radius);
  draw_icon(ui, {at.x + 16, at.y + height / 2}, icon, Tone::muted, 14);
  ImGui::SetCursorScreenPos({at.x + 26, at.y + std::floor((height - ImGui::GetFontSize() - 2) / 2)});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(2, 1));
  ImGui::SetNextItemWidth(width - 32);
  ImGui::PushID(name);
  bool changed = edit_line("##text", hint, text);
  const bool active = ImGui::IsItemActive();
  const ImGuiID id = ImGui::GetID("##text");
  if (entered) *entered = ImGui::IsItemDeactivated() && ImGui::IsKeyPressed(ImGuiKey_Enter);
  ImGui::PopID();
  ImGui::PopStyleVar();
  if (key && ui.keys.pressed(key)) ui.mirror.focus(id);
  const Mirror::Answer answer =
      ui.mirror.part({.role = Role::textbox, .id = id, .name = name, .value = text, .min = rect.min, .max = rect.max});
  if (answer.action == MirrorAction::press && entered) *entered = true;
  if (answer.action == MirrorAction::text) {
    text = answer.text;
    changed = true;
  }
  if (active || answer.focused) focus_ring(ui, rect, ui.metrics.radius);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, height});
  return changed;
}

void fact_rows(Ui& ui, const flatbuffers::Vector<flatbuffers::Offset<view::Fact>>& facts) {
  constexpr float row = 24;
  const float width = ImGui::GetContentRegionAvail().x;
  for (const view::Fact* fact : facts) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string_view label(fact->label()->c_str(), fact->label()->size());
    const view::Figure& figure = *fact->figure();
    const float label_width = draw_text_in(ui, at.x, at.y, at.y + row, ui.fonts.body, kBodySize, Tone::muted, label);
    const std::string value = figure_text(figure);
    if (figure.origin() == view::Origin::none) {
      const float room = width - label_width - 16;
      const std::string_view text(figure.text()->c_str(), figure.text()->size());
      const float taken = std::min(room, text_width(ui.fonts.body, kBodySize, text));
      draw_text_in(ui, at.x + width - taken, at.y, at.y + row, ui.fonts.body, kBodySize, Tone::text, text, room);
    } else {
      draw_figure(ui, at.x + width, at.y, at.y + row, figure, true);
    }
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID(label.data(), label.data() + label.size()),
                    .name = label,
                    .value = value,
                    .min = at,
                    .max = {at.x + width, at.y + row}});
    ImGui::Dummy({width, row});
    if (figure.tip()) tip(ui, {figure.tip()->c_str(), figure.tip()->size()});
    hairline_h(ui, at.x, at.x + width, at.y + row);
    space(1);
  }
}

void scroll_region(Ui& ui, const char* name, const Rect& rect, float padding, const std::function<void()>& body) {
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(padding, padding));
  const ImGuiChildFlags flags = padding > 0 ? ImGuiChildFlags_AlwaysUseWindowPadding : ImGuiChildFlags_None;
  const bool visible = ImGui::BeginChild(name, {rect.width(), rect.height()}, flags);
  ImGui::PopStyleVar();
  if (visible) {
    body();
    // A finger drags the page; ImGui itself knows only wheel and bar.
    const ImGuiIO& io = ImGui::GetIO();
    if (ui.touch && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem | ImGuiHoveredFlags_ChildWindows) &&
        ImGui::IsMouseDragging(ImGuiMouseButton_Left, 6)) {
      ImGui::SetScrollY(ImGui::GetScrollY() - io.MouseDelta.y);
      ImGui::ClearActiveID();
    }
  }
  ImGui::EndChild();
}

}  // namespace thimble::ui
