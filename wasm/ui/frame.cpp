// The frame around the panels: what App draws on every step.
#include <algorithm>
#include <utility>

#include "core/base/counts.h"
#include "icons.h"
#include "wasm/ui/app.h"
#include "wasm/ui/panels/plan_panel.h"
#include "wasm/ui/panels/start_panel.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

void draw_thimble(Ui& ui, ImVec2 centre) {
  // The mark: a thimble seen from the side, three strokes of the accent.
  const ImU32 color = ui.tone(Tone::accent);
  ImDrawList& list = draw_list();
  const float x = centre.x, y = centre.y;
  list.PathLineTo({x - 7, y + 7});
  list.PathLineTo({x - 5, y - 4});
  list.PathBezierCubicCurveTo({x - 4, y - 10}, {x + 4, y - 10}, {x + 5, y - 4}, 10);
  list.PathLineTo({x + 7, y + 7});
  list.PathStroke(color, 0, 1.75f);
  list.AddLine({x - 9, y + 8}, {x + 9, y + 8}, color, 2);
  for (const ImVec2 dot : {ImVec2(-2, -3), ImVec2(2, -3), ImVec2(-3.2f, 1.5f), ImVec2(0.2f, 1.5f), ImVec2(3.4f, 1.5f)})
    list.AddCircleFilled({x + dot.x, y + dot.y}, 1.1f, color, 8);
}

Tone state_tone(StepState state) {
  switch (state) {
    case StepState::ready: return Tone::good;
    case StepState::attention: return Tone::attention;
    case StepState::running: return Tone::accent;
    case StepState::to_do: break;
  }
  return Tone::mark;
}

const char* state_word(StepState state) {
  switch (state) {
    case StepState::ready: return "ready";
    case StepState::attention: return "attention";
    case StepState::running: return "running";
    case StepState::to_do: break;
  }
  return "to do";
}

std::string_view short_verdict(const view::Target& target) {
  return target.fit() ? target.fit()->string_view() : target.verdict()->string_view();
}

// The next part comes into the same row where it has room, else under it.
void beside(float width, float right) {
  ImGui::SameLine(0, 12);
  if (ImGui::GetCursorScreenPos().x + width <= right) return;
  ImGui::NewLine();
  space(8);
}

void draw_state(Ui& ui, ImVec2 centre, StepState state) {
  if (state == StepState::to_do) return;
  if (state == StepState::attention) return draw_icon(ui, centre, icon::attention, Tone::attention, 11);
  draw_list().AddCircleFilled(centre, 3, ui.tone(state_tone(state)), 12);
}

}  // namespace

void App::draw_rail(const Layout& at) {
  const Rect& rail = at.rail;
  draw_list().AddRectFilled(rail.min, rail.max, ui_.tone(Tone::surface));
  if (at.bottom_rail) {
    hairline_h(ui_, rail.min.x, rail.max.x, rail.min.y);
  } else {
    hairline_v(ui_, rail.max.x - ui_.metrics.hairline, rail.min.y, rail.max.y);
    draw_thimble(ui_, {(rail.min.x + rail.max.x) / 2, rail.min.y + ui_.metrics.top_bar / 2});
  }
  ui_.mirror.begin_group({.role = Role::region, .id = ImGui::GetID("steps"), .name = "Steps", .min = rail.min, .max = rail.max});
  const auto panels = all_panels();
  const float step_width = at.bottom_rail ? rail.width() / static_cast<float>(panels.size()) : rail.width();
  constexpr float step_height = 60;
  for (int i = 0; i < static_cast<int>(panels.size()); ++i) {
    const PanelDef& panel = *panels[static_cast<std::size_t>(i)];
    const float offset = static_cast<float>(i);
    const ImVec2 corner = at.bottom_rail ? ImVec2(rail.min.x + offset * step_width, rail.min.y)
                                         : ImVec2(rail.min.x, rail.min.y + ui_.metrics.top_bar + offset * step_height);
    const Rect rect{corner, {corner.x + step_width, corner.y + (at.bottom_rail ? rail.height() : step_height)}};
    const bool chosen = i == step_;
    const StepState state = panel.state(context(at.canvas));
    const Press press = press_area(
        ui_, {.role = Role::tab, .id = ImGui::GetID(panel.title), .name = panel.title, .value = state_word(state), .selected = chosen},
        rect);
    if (press.pressed) choose_step(i);
    const Tone ink = chosen ? Tone::text : press.hovered ? Tone::text : Tone::muted;
    const Rect pill = rect.inset(at.bottom_rail ? 2.0f : 4.0f);
    if (chosen) draw_list().AddRectFilled(pill.min, pill.max, ui_.tone(Tone::selected), ui_.metrics.radius);
    else if (press.hovered) draw_list().AddRectFilled(pill.min, pill.max, ui_.tone(Tone::raised), ui_.metrics.radius);
    const float middle = (rect.min.x + rect.max.x) / 2, top = (rect.min.y + rect.max.y) / 2;
    draw_icon(ui_, {middle, top - 8}, panel.icon, chosen ? Tone::accent : ink, 18);
    const float caption_size = at.bottom_rail ? 10.0f : kCaptionSize;  // eight of them have to stand side by side
    const float width = text_width(ui_.fonts.body, caption_size, panel.title);
    draw_text(ui_, {middle - width / 2, top + 6}, ui_.fonts.body, caption_size, ink, panel.title);
    draw_state(ui_, {middle + 15, top - 14}, state);
    if (press.focused) focus_ring(ui_, pill, ui_.metrics.radius);
  }
  ui_.mirror.end_group();
}

void App::draw_top_bar(const Rect& bar) {
  draw_list().AddRectFilled(bar.min, bar.max, ui_.tone(Tone::surface));
  hairline_h(ui_, bar.min.x, bar.max.x, bar.max.y - ui_.metrics.hairline);
  draw_top_bar_title(bar, draw_top_bar_actions(bar) - 16);
}

// From the right: scheme, inspector, run, then how the core runs.
float App::draw_top_bar_actions(const Rect& bar) {
  const Views& views = core_.views();
  const bool narrow = ui_.width == Width::narrow;
  const float side = std::max(32.0f, ui_.metrics.row);
  float right = bar.max.x - 8 - side;
  ImGui::SetCursorScreenPos({right, bar.min.y + (bar.height() - side) / 2});
  if (icon_button(ui_, around_.dark ? "Light colours" : "Dark colours", around_.dark ? icon::light : icon::dark)) {
    around_.dark = !around_.dark;
    platform_.set_scheme(around_.dark);
    set_surroundings(around_);
  }
  const bool has_inspector = all_panels()[static_cast<std::size_t>(step_)]->inspect != nullptr && (views.model || views.data);
  if (ui_.width != Width::wide && has_inspector) {
    right -= side + 2;
    ImGui::SetCursorScreenPos({right, bar.min.y + (bar.height() - side) / 2});
    if (icon_button(ui_, inspector_open_ ? "Close the inspector" : "Open the inspector", icon::info,
                    inspector_open_ ? Tone::accent : Tone::muted))
      inspector_open_ = !inspector_open_;
  }
  const view::PlanView* plan = views.plan;
  const bool can_run = plan && plan->blocked()->size() == 0 && !core_.running("run_optimize");
  PanelContext panel = context(bar);
  if (!narrow && can_run) {
    const char* hint = around_.touch ? "" : "Ctrl+Enter";
    const float width = button_width(ui_, "Run", true, hint);
    right -= width + 8;
    ImGui::SetCursorScreenPos({right, bar.min.y + (bar.height() - side) / 2});
    ImGui::PushID("top bar");
    if (button(ui_, "Run", views.results ? ButtonKind::plain : ButtonKind::primary, icon::run, false, 0, hint)) start_run(panel);
    ImGui::PopID();
    right -= 4;
  }
  // From every step; what cannot run yet is explained by the plan.
  if (plan && !core_.running("run_optimize") && ui_.keys.pressed("ctrl+enter")) {
    if (can_run) start_run(panel);
    else states_.wanted_step = "plan";
  }
  if (!narrow) {
    const std::string threads = counted(around_.threads, "thread");
    right -= 12 + text_width(ui_.fonts.body, kCaptionSize, threads);
    draw_text_in(ui_, right, bar.min.y, bar.max.y, ui_.fonts.body, kCaptionSize, Tone::muted, threads);
    if (around_.offline_ready) {
      const char* offline = "works offline";
      right -= 16 + text_width(ui_.fonts.body, kCaptionSize, offline);
      draw_text_in(ui_, right, bar.min.y, bar.max.y, ui_.fonts.body, kCaptionSize, Tone::muted, offline);
      right -= 12;
      draw_icon(ui_, {right, (bar.min.y + bar.max.y) / 2}, icon::offline, Tone::muted, 14);
    }
  }
  return right;
}

// The model, its board and whether it fits, as far as there is room.
void App::draw_top_bar_title(const Rect& bar, float room) {
  const Views& views = core_.views();
  float x = bar.min.x + 16;
  const auto crumb = [&](std::string_view text, Tone tone, ImFont* font, float size) {
    if (room - x < 40) return;  // no word would be left of it
    x += draw_text_in(ui_, x, bar.min.y, bar.max.y, font, size, tone, text, room - x) + 8;
  };
  const auto arrow = [&] {
    draw_icon(ui_, {x + 4, (bar.min.y + bar.max.y) / 2}, icon::next, Tone::mark, 14);
    x += 18;
  };
  std::string spoken;
  if (!views.model) {
    crumb("Thimble", Tone::text, ui_.fonts.semibold, kTitleSize);
    if (ui_.width != Width::narrow) crumb("fits a trained network onto a small device", Tone::muted, ui_.fonts.body, kBodySize);
    spoken = "Thimble";
  } else {
    spoken = views.model->file_name()->str();
    crumb(spoken, Tone::text, ui_.fonts.semibold, kBodySize);
    if (const view::Target* target = views.selected_target()) {
      arrow();
      crumb(target->board()->string_view(), Tone::text, ui_.fonts.body, kBodySize);
      x += 6;
      if (x + 60 < room) {
        draw_icon(ui_, {x + 7, (bar.min.y + bar.max.y) / 2}, meaning_icon(target->meaning()), meaning_tone(target->meaning(), Tone::muted),
                  14);
        x += 20;
        // Half a word would be worse than none: the mark says as much.
        std::string_view verdict = short_verdict(*target);
        const auto too_wide = [&] { return text_width(ui_.fonts.body, kBodySize, verdict) > room - x; };
        if (too_wide()) verdict = verdict.substr(0, verdict.find(':'));
        if (!too_wide()) crumb(verdict, Tone::muted, ui_.fonts.body, kBodySize);
      }
      spoken += ", " + target->board()->str() + ", " + std::string(short_verdict(*target));
    }
  }
  ui_.mirror.part(
      {.role = Role::heading, .id = ImGui::GetID("state"), .name = spoken, .min = bar.min, .max = {room, bar.max.y}, .detail = "1"});
}

void App::draw_inspector(const Layout& at) {
  const Rect& rect = at.inspector;
  draw_list().AddRectFilled(rect.min, rect.max, ui_.tone(Tone::surface));
  hairline_v(ui_, rect.min.x, rect.min.y, rect.max.y);
  ui_.mirror.begin_group({.role = Role::region, .id = ImGui::GetID("inspector"), .name = "Inspector", .min = rect.min, .max = rect.max});
  ImGui::SetCursorScreenPos(rect.min);
  scroll_region(ui_, "inspector", {{rect.min.x + ui_.metrics.hairline, rect.min.y}, rect.max}, ui_.metrics.pad, [&] {
    // Opaque when it slides over the canvas: the child has a draw list of its own, above the panel's.
    if (at.inspector_over) draw_list().AddRectFilled(rect.min, rect.max, ui_.tone(Tone::surface));
    PanelContext panel = context(rect);
    all_panels()[static_cast<std::size_t>(step_)]->inspect(panel);
  });
  ui_.mirror.end_group();
}

void App::draw_status(const Rect& bar) {
  draw_list().AddRectFilled(bar.min, bar.max, ui_.tone(Tone::surface));
  hairline_h(ui_, bar.min.x, bar.max.x, bar.min.y);
  const float middle = (bar.min.y + bar.max.y) / 2;
  float x = bar.min.x + 16;
  if (core_.busy()) {
    const Task& task =
        std::find_if(core_.tasks().begin(), core_.tasks().end(), [](const auto& entry) { return !entry.second.what.empty(); })->second;
    const std::string text = task.what + (task.step.empty() ? "" : ": " + task.step);
    const Rect track{{x, middle - 2}, {x + 96, middle + 2}};
    draw_bar(ui_, track, task.of > 0 ? static_cast<float>(task.done) / static_cast<float>(task.of) : 0.0f, Tone::accent);
    draw_text_in(ui_, x + 108, bar.min.y, bar.max.y, ui_.fonts.body, kCaptionSize, Tone::text, text, bar.width() - 320);
    ui_.mirror.part({.role = Role::text, .id = ImGui::GetID("task"), .name = text, .min = bar.min, .max = bar.max});
  } else if (!core_.log().empty()) {
    const LogLine& line = core_.log().back();
    const Tone tone = line.kind == LogKind::bad ? Tone::bad : line.kind == LogKind::good ? Tone::good : Tone::muted;
    draw_icon(ui_, {x + 6, middle}, line.kind == LogKind::bad ? icon::bad : line.kind == LogKind::good ? icon::done : icon::info, tone, 12);
    draw_text_in(ui_, x + 18, bar.min.y, bar.max.y, ui_.fonts.body, kCaptionSize, Tone::muted, line.text, bar.width() - 180);
  } else {
    draw_text_in(ui_, x, bar.min.y, bar.max.y, ui_.fonts.body, kCaptionSize, Tone::muted, "Nothing runs");
  }
  const char* label = log_open_ ? "Close the log" : "Log";
  const float width = text_width(ui_.fonts.body, kCaptionSize, label) + 40;
  const Rect toggle{{bar.max.x - width - 8, bar.min.y}, {bar.max.x - 8, bar.max.y}};
  const Press press =
      press_area(ui_, {.role = Role::button, .id = ImGui::GetID("log"), .name = label, .expandable = true, .expanded = log_open_}, toggle);
  draw_icon(ui_, {toggle.min.x + 12, middle}, log_open_ ? icon::down : icon::up, Tone::muted, 12);
  draw_text_in(ui_, toggle.min.x + 24, bar.min.y, bar.max.y, ui_.fonts.body, kCaptionSize, press.hovered ? Tone::text : Tone::muted, label);
  if (press.focused) focus_ring(ui_, toggle.inset(3), 3);
  if (press.pressed) log_open_ = !log_open_;
}

void App::draw_log(const Rect& rect) {
  scroll_region(ui_, "log lines", rect, 12, [&] {
    draw_list().AddRectFilled(rect.min, rect.max, ui_.tone(Tone::surface));
    hairline_h(ui_, rect.min.x, rect.max.x, rect.min.y);
    if (core_.log().empty()) caption(ui_, "Nothing has happened yet");
    else if (button(ui_, "Save the log", ButtonKind::plain, icon::download)) platform_.save_log();
    space(8);
    for (const LogLine& line : core_.log()) {
      paragraph(ui_, line.text, line.kind == LogKind::bad ? Tone::bad : Tone::muted, kCaptionSize, ui_.fonts.mono);
      space(4);
    }
  });
}

// What can be done about it, where there is something to press.
void App::draw_remedy(const Trouble& trouble) {
  if (trouble.core_died) {
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    if (button(ui_, "Restart the core", ButtonKind::primary, icon::restart)) core_.restart();
    beside(button_width(ui_, "Save the log", true), right);
    if (button(ui_, "Save the log", ButtonKind::plain, icon::download)) platform_.save_log();
  } else if (trouble.request == "open_data") {
    if (button(ui_, "Open other data", ButtonKind::plain, icon::open_file)) platform_.pick_data(false);
  } else if (trouble.request.empty() || trouble.request == "open_model") {
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    const view::MissingView* missing = missing_of(trouble);
    if (missing && draw_missing(*missing, right)) return ask_model();
    if (missing) beside(button_width(ui_, "Open another model", true), right);
    if (button(ui_, "Open another model", ButtonKind::plain, icon::open_file)) platform_.pick_file();
  }
}

const view::MissingView* App::missing_of(const Trouble& trouble) const {
  return trouble.request == "open_model" ? core_.views().missing : nullptr;
}

// A field for each size, a button for the files. True: the model is to be opened again, with what was entered.
bool App::draw_missing(const view::MissingView& missing, float right) {
  constexpr float field = 132;
  const bool sizes = missing.sizes()->size() > 0, files = missing.files()->size() > 0;
  bool complete = sizes, first = true;
  for (const flatbuffers::String* each : *missing.sizes()) {
    const std::string name = each->str();
    std::string& size = asked_.sizes[name];
    if (!std::exchange(first, false)) beside(field, right);
    if (value_field(ui_, name.c_str(), "Size of " + name, size, {}, {}, asked_.edits[name], field)) size = asked_.edits[name].text;
    complete = complete && !size.empty();
  }
  if (files) {
    const std::string label = "Add " + missing.files()->Get(0)->str();
    if (button(ui_, label.c_str(), ButtonKind::plain, icon::open_file)) platform_.pick_file();
  }
  if (!sizes) return false;
  if (files) beside(button_width(ui_, "Open with these sizes", true), right);
  return button(ui_, "Open with these sizes", ButtonKind::primary, icon::open_file, !complete);
}

// Above the canvas and never over it: the work stays in sight. Answers what is left for the panel.
Rect App::draw_trouble(const Rect& canvas) {
  if (!core_.trouble()) {
    details_open_ = false;
    return canvas;
  }
  const Trouble trouble = *core_.trouble();
  const float text_left = canvas.min.x + 44, side = std::max(32.0f, ui_.metrics.row);
  const float wrap = canvas.width() - 44 - side - 20;
  float height = 0;
  ImGui::SetCursorScreenPos({text_left, canvas.min.y + 14});
  ImGui::PushID("trouble");
  ImGui::BeginChild("text", {wrap, 0}, ImGuiChildFlags_AutoResizeY, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  paragraph(ui_, trouble.message, Tone::text, kBodySize, ui_.fonts.semibold);
  if (!trouble.where.empty()) {
    space(4);
    paragraph(ui_, "In " + trouble.where, Tone::muted);
  }
  if (!trouble.hint.empty()) {
    space(4);
    paragraph(ui_, "What to try: " + (missing_of(trouble) ? "give below what is missing" : trouble.hint), Tone::text);
  }
  space(10);
  draw_remedy(trouble);
  height = ImGui::GetCursorPosY();
  ImGui::EndChild();
  ImGui::SetCursorScreenPos({canvas.max.x - side - 12, canvas.min.y + 8});
  if (icon_button(ui_, "Dismiss the message", icon::close)) core_.dismiss_trouble();
  ImGui::PopID();
  const float bottom = canvas.min.y + 14 + height + 8;
  ui_.mirror.part({.role = Role::text,
                   .id = ImGui::GetID("trouble text"),
                   .name = "Error",
                   .value = trouble.message + ". " + trouble.where + ". " + trouble.hint,
                   .min = canvas.min,
                   .max = {canvas.max.x, bottom}});
  draw_icon(ui_, {canvas.min.x + 24, canvas.min.y + 23}, icon::bad, Tone::bad, 16);
  draw_list().AddRectFilled(canvas.min, {canvas.min.x + 3, bottom}, ui_.tone(Tone::bad));
  hairline_h(ui_, canvas.min.x, canvas.max.x, bottom);
  return {{canvas.min.x, bottom + ui_.metrics.hairline}, canvas.max};
}

void App::draw_drop_overlay(const Rect& screen) {
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.AddRectFilled(screen.min, screen.max, ui_.theme.faded(Tone::background, 0.8f));
  const Rect frame = screen.inset(12);
  list.AddRect(frame.min, frame.max, ui_.tone(Tone::accent), ui_.metrics.radius, 0, 2);
  const char* text = "Drop a model, samples, or both";
  const float width = text_width(ui_.fonts.semibold, 18, text);
  list.AddText(ui_.fonts.semibold, 18, {(screen.min.x + screen.max.x - width) / 2, (screen.min.y + screen.max.y) / 2 - 9},
               ui_.tone(Tone::text), text);
}

}  // namespace thimble::ui
