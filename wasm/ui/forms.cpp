#include "wasm/ui/forms.h"

#include <algorithm>
#include <cmath>

#include "icons.h"

namespace thimble::ui {

namespace {

// Text indented by `indent`, in a column of its own, so that it wraps under itself.
void indented(const char* name, float indent, const std::function<void()>& body) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x - indent, 20.0f);
  ImGui::SetCursorScreenPos({at.x + indent, at.y});
  ImGui::BeginChild(name, {width, 0}, ImGuiChildFlags_AutoResizeY, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  body();
  ImGui::EndChild();
}

std::string_view place_of(const view::Note& note) { return note.where() ? note.where()->string_view() : std::string_view(); }

}  // namespace

void card(Ui& ui, const char* name, float width, const std::function<void()>& body) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(ui.metrics.pad, 12));
  ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, ui.metrics.radius);
  ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, ui.metrics.hairline);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ui.tone(Tone::surface));
  ImGui::PushStyleColor(ImGuiCol_Border, ui.tone(Tone::line));
  const bool visible =
      ImGui::BeginChild(name, {width, 0}, ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding,
                        ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(3);
  // Out of sight nothing is drawn, but its parts are there for the keyboard: it comes into sight when one of them gets the focus.
  const bool focused = ui.mirror.follows_focus([&] { body(); });
  ImGui::EndChild();
  if (!visible && focused) ImGui::SetScrollHereY(0.5f);
}

void popup(Ui& ui, const char* name, ImVec2 corner, const std::function<void()>& body) {
  ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {1, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(12, 8));
  if (ImGui::BeginPopup(name, ImGuiWindowFlags_NoMove)) {
    body();
    space(4);
    if (button(ui, "Close", ButtonKind::quiet) || ui.keys.pressed("escape")) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
  }
  ImGui::PopStyleVar();
}

bool toggle(Ui& ui, const char* name, std::string_view label, bool on, bool disabled) {
  const float height = ui.metrics.row;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = 26 + text_width(ui.fonts.semibold, kBodySize, label) + 6;
  const Rect rect{at, {at.x + width, at.y + height}};
  const Press press = press_area(
      ui, {.role = Role::button, .id = ImGui::GetID(name), .name = label, .value = on ? "on" : "off", .disabled = disabled, .selected = on},
      rect);
  const float middle = (rect.min.y + rect.max.y) / 2;
  const Rect box{{at.x, middle - 8}, {at.x + 16, middle + 8}};
  if (on) {
    draw_list().AddRectFilled(box.min, box.max, ui.tone(disabled ? Tone::mark : Tone::accent), 4);
    draw_icon(ui, {at.x + 8, middle}, icon::done, Tone::on_accent, 12);
  } else {
    frame_rect(ui, box, press.hovered ? Tone::hover : Tone::background, Tone::mark, 4);
  }
  draw_text_in(ui, at.x + 26, rect.min.y, rect.max.y, ui.fonts.semibold, kBodySize, disabled ? Tone::muted : Tone::text, label);
  if (press.focused) focus_ring(ui, rect.inset(2), 4);
  ImGui::Dummy({width, height});
  return press.pressed;
}

float value_field_height(Ui& ui) { return 18 + ui.metrics.row + 18; }

bool value_field(Ui& ui, const char* name, std::string_view title, std::string_view value, std::string_view unit, std::string_view error,
                 FieldEdit& edit, float width) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ui.metrics.row;
  draw_text(ui, at, ui.fonts.body, kCaptionSize, Tone::muted, title, width);
  const Rect rect{{at.x, at.y + 18}, {at.x + width, at.y + 18 + height}};
  frame_rect(ui, rect, Tone::background, error.empty() ? Tone::line : Tone::bad, ui.metrics.radius);
  const float unit_width = unit.empty() ? 0 : text_width(ui.fonts.body, kCaptionSize, unit) + 10;
  draw_text_in(ui, rect.max.x - unit_width, rect.min.y, rect.max.y, ui.fonts.body, kCaptionSize, Tone::muted, unit);
  if (!edit.typing) edit.text = value;

  ImGui::SetCursorScreenPos({rect.min.x + 8, rect.min.y + std::floor((height - ImGui::GetFontSize() - 2) / 2)});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(2, 1));
  ImGui::SetNextItemWidth(width - 16 - unit_width);
  ImGui::PushID(name);
  edit_line("##value", "none", edit.text);
  edit.typing = ImGui::IsItemActive();
  bool entered = ImGui::IsItemDeactivatedAfterEdit();
  const ImGuiID id = ImGui::GetID("##value");
  ImGui::PopID();
  ImGui::PopStyleVar();
  const std::string spoken = std::string(title) + (unit.empty() ? "" : ", " + std::string(unit));
  const Mirror::Answer answer =
      ui.mirror.part({.role = Role::textbox, .id = id, .name = spoken, .value = edit.text, .min = rect.min, .max = rect.max});
  if (answer.action == MirrorAction::text) {
    edit.text = answer.text;
    entered = true;
  }
  if (edit.typing || answer.focused) focus_ring(ui, rect, ui.metrics.radius);
  if (!error.empty()) draw_text(ui, {at.x, rect.max.y + 3}, ui.fonts.body, kCaptionSize, Tone::bad, error, width);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, value_field_height(ui)});
  tip(ui, error);
  return entered && edit.text != value;
}

void sentence(Ui& ui, view::Meaning meaning, std::string_view text) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_icon(ui, {at.x + 7, at.y + 9}, meaning_icon(meaning), meaning_tone(meaning, Tone::muted), 14);
  ImGui::PushID(text.data(), text.data() + text.size());
  const ImGuiID id = ImGui::GetID("said");
  indented("sentence", 24, [&] { paragraph(ui, text); });
  ImGui::PopID();
  ui.mirror.part({.role = Role::text, .id = id, .name = text, .min = at, .max = ImGui::GetItemRectMax()});
}

void bullet(Ui& ui, std::string_view text, Tone tone) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_list().AddCircleFilled({at.x + 4, at.y + 9}, 2, ui.tone(Tone::mark), 10);
  ImGui::PushID(text.data(), text.data() + text.size());
  const ImGuiID id = ImGui::GetID("said");
  indented("bullet", 14, [&] { paragraph(ui, text, tone); });
  ImGui::PopID();
  ui.mirror.part({.role = Role::text, .id = id, .name = text, .min = at, .max = ImGui::GetItemRectMax()});
}

void warning_rows(Ui& ui, const NoteRows* warnings) {
  if (!warnings) return;
  for (const view::Note* warning : *warnings) {
    space(6);
    const std::string place(place_of(*warning));
    sentence(ui, view::Meaning::attention, (place.empty() ? "" : place + ": ") + warning->message()->str());
  }
}

void note_rows(Ui& ui, const NoteRows* notes) {
  if (!notes || notes->size() == 0) return;
  title(ui, "Worth knowing");
  space(4);
  for (const view::Note* note : *notes) {
    if (!place_of(*note).empty()) caption(ui, place_of(*note));
    space(2);
    paragraph(ui, note->message()->string_view());
    space(8);
  }
}

void fact_cells(Ui& ui, const flatbuffers::Vector<flatbuffers::Offset<view::Fact>>& facts) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x;
  constexpr float cell = 132;
  const int across = std::max(1, static_cast<int>(room / cell));
  int index = 0;
  for (const view::Fact* fact : facts) {
    const float x = at.x + static_cast<float>(index % across) * cell, y = at.y + static_cast<float>(index / across) * 38;
    draw_text(ui, {x, y}, ui.fonts.body, kCaptionSize, Tone::muted, fact->label()->string_view(), cell - 12);
    const std::string value = figure_text(*fact->figure());
    draw_text(ui, {x, y + 16}, ui.fonts.mono, kMonoSize, meaning_tone(fact->figure()->meaning(), Tone::text), value, cell - 24);
    const float taken = std::min(text_width(ui.fonts.mono, kMonoSize, value), cell - 24);
    draw_origin(ui, {x + taken + 10, y + 23}, fact->figure()->origin(), Tone::muted);
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID(fact->label()->c_str()),
                    .name = fact->label()->string_view(),
                    .value = value,
                    .min = {x, y},
                    .max = {x + cell, y + 34}});
    ImGui::SetCursorScreenPos({x, y});
    ImGui::Dummy({cell - 12, 34});
    if (fact->figure()->tip()) tip(ui, fact->figure()->tip()->string_view());
    ++index;
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({room, static_cast<float>((index + across - 1) / across) * 38});
}

void bar_rows(Ui& ui, const flatbuffers::Vector<flatbuffers::Offset<view::Fact>>& facts) {
  const float width = ImGui::GetContentRegionAvail().x;
  int index = 0;
  for (const view::Fact* fact : facts) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::PushID(index++);
    if (ImGui::IsRectVisible(at, {at.x + width, at.y + 26})) {
      const view::Figure& figure = *fact->figure();
      const Tone tone = meaning_tone(figure.meaning(), Tone::accent);
      draw_text_in(ui, at.x, at.y, at.y + 20, ui.fonts.body, kBodySize, figure.meaning() == view::Meaning::neutral ? Tone::text : tone,
                   fact->label()->string_view(), width - 90);
      draw_figure(ui, at.x + width, at.y, at.y + 20, figure, false);
      draw_bar(ui, {{at.x, at.y + 21}, {at.x + width, at.y + 23}}, figure.share(), tone);
      ui.mirror.part({.role = Role::text,
                      .id = ImGui::GetID("bar"),
                      .name = fact->label()->string_view(),
                      .value = figure_text(figure),
                      .min = at,
                      .max = {at.x + width, at.y + 26}});
    }
    ImGui::Dummy({width, 28});
    if (fact->figure()->tip()) tip(ui, fact->figure()->tip()->string_view());
    ImGui::PopID();
  }
}

}  // namespace thimble::ui
