#include "wasm/ui/panels/plan_panel.h"

#include <algorithm>

#include "core/base/json_writer.h"
#include "icons.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/start_panel.h"

namespace thimble::ui {

namespace {

using Pairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void edit_plan(PanelContext& context, Pairs fields) {
  JsonWriter body;
  body.begin_object();
  for (const auto& [name, value] : fields) body.field(name, value);
  body.end_object();
  context.core.send("edit_plan", body.take(), {});
}

void draw_purpose(PanelContext& context, const view::PlanView& plan, float width) {
  Ui& ui = context.ui;
  card(ui, "purpose", width, [&] {
    title(ui, "Target and goal");
    space(8);
    const bool has_target = !text_of(plan.target()).empty();
    if (has_target) paragraph(ui, text_of(plan.target()), Tone::text, kBodySize, ui.fonts.semibold);
    caption(ui, text_of(plan.target_note()));
    space(8);
    if (button(ui, has_target ? "Choose another target" : "Choose a target", ButtonKind::plain, icon::hardware))
      context.states.wanted_step = "hardware";
    space(14);
    std::vector<const char*> labels;
    int chosen = 0;
    for (const view::PlanChoice* goal : *plan.goals()) {
      if (text_of(goal->name()) == text_of(plan.goal())) chosen = static_cast<int>(labels.size());
      labels.push_back(goal->title()->c_str());
    }
    if (labels.empty()) return;
    const int now = segments(ui, "Goal", labels, chosen);
    const view::PlanChoice& goal = *plan.goals()->Get(static_cast<flatbuffers::uoffset_t>(now));
    if (now != chosen) edit_plan(context, {{"goal", text_of(goal.name())}});
    space(6);
    caption(ui, text_of(goal.what()));
  });
}

// Fields side by side, as many as there is room for.
void draw_fields(PanelContext& context, const flatbuffers::Vector<flatbuffers::Offset<view::PlanField>>& fields, const char* what) {
  Ui& ui = context.ui;
  const float whole = ImGui::GetContentRegionAvail().x;
  constexpr float gap = 16;
  const int across = std::max(1, std::min(3, static_cast<int>((whole + gap) / (170 + gap))));
  const float width = (whole - gap * static_cast<float>(across - 1)) / static_cast<float>(across);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float height = value_field_height(ui) + 4;
  int index = 0;
  for (const view::PlanField* field : fields) {
    const auto column = static_cast<float>(index % across), row = static_cast<float>(index / across);
    ImGui::SetCursorScreenPos({origin.x + column * (width + gap), origin.y + row * height});
    FieldEdit& edit = context.states.plan.fields[field->name()->str()];
    if (value_field(ui, field->name()->c_str(), text_of(field->title()), text_of(field->value()), text_of(field->unit()),
                    text_of(field->error()), edit, width))
      edit_plan(context, {{what, text_of(field->name())}, {"value", edit.text}});
    tip(ui, text_of(field->help()));
    ++index;
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({whole, std::max(static_cast<float>((index + across - 1) / across) * height, 1.0f)});
}

void draw_option(PanelContext& context, const view::PlanTechnique& technique, const view::PlanOption& option) {
  Ui& ui = context.ui;
  const std::string key = technique.name()->str() + "." + option.name()->str();
  const auto set = [&](std::string_view value) {
    edit_plan(context, {{"technique", text_of(technique.name())}, {"option", text_of(option.name())}, {"value", value}});
  };
  ImGui::PushID(key.c_str());
  if (option.kind() == view::OptionKind::flag) {
    const bool on = text_of(option.value()) == "true";
    if (toggle(ui, "flag", text_of(option.name()), on)) set(on ? "false" : "true");
  } else if (option.kind() == view::OptionKind::choice) {
    paragraph(ui, text_of(option.name()), Tone::muted, kCaptionSize);
    space(4);
    std::vector<const char*> labels;
    int chosen = -1;
    for (const flatbuffers::String* choice : *option.choices()) {
      if (choice->string_view() == text_of(option.value())) chosen = static_cast<int>(labels.size());
      labels.push_back(choice->c_str());
    }
    const int now = segments(ui, option.name()->c_str(), labels, chosen);
    if (now != chosen) set(labels[static_cast<std::size_t>(now)]);
  } else {
    FieldEdit& edit = context.states.plan.fields[key];
    if (value_field(ui, "number", text_of(option.name()), text_of(option.value()), text_of(option.range()), text_of(option.error()), edit,
                    std::min(240.0f, ImGui::GetContentRegionAvail().x)))
      set(edit.text);
  }
  space(2);
  caption(ui, text_of(option.help()));
  space(10);
  ImGui::PopID();
}

void draw_technique(PanelContext& context, const view::PlanTechnique& technique, int index, float width) {
  Ui& ui = context.ui;
  const std::string name(text_of(technique.name()));
  card(ui, name.c_str(), width, [&] {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float inner = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled({at.x - 10, at.y + 4}, {at.x - 7, at.y + ui.metrics.row - 4}, series_color(ui.theme, index),
                                              1.5f);
    const bool blocked = !text_of(technique.blocked()).empty();
    if (toggle(ui, "chosen", text_of(technique.title()), technique.chosen(), blocked))
      edit_plan(context, {{"technique", name}, {"chosen", technique.chosen() ? "false" : "true"}});
    const bool open = context.states.plan.open.contains(name);
    if (technique.options()->size() > 0) {
      const char* label = open ? "Hide options" : "Options";
      const float own = button_width(ui, label, true);
      ImGui::SetCursorScreenPos({at.x + inner - own, at.y + (ui.metrics.row - std::max(32.0f, ui.metrics.row)) / 2});
      if (button(ui, label, ButtonKind::quiet, open ? icon::up : icon::down)) {
        if (open) context.states.plan.open.erase(name);
        else context.states.plan.open.insert(name);
      }
    }
    ImGui::SetCursorScreenPos({at.x, at.y + ui.metrics.row + 4});
    paragraph(ui, text_of(technique.doc()), Tone::muted);
    if (blocked) {
      space(6);
      sentence(ui, view::Meaning::attention, text_of(technique.blocked()));
    }
    if (technique.effect() && technique.effect()->size() > 0) {
      space(8);
      caption(ui, text_of(technique.effect_note()));
      space(2);
      fact_cells(ui, *technique.effect());
    }
    if (!open && !text_of(technique.changed()).empty()) {
      space(4);
      caption(ui, "Changed: " + std::string(text_of(technique.changed())));
    }
    if (!open) return;
    space(12);
    for (const view::PlanOption* option : *technique.options()) draw_option(context, technique, *option);
    if (!text_of(technique.paper()).empty()) caption(ui, "From: " + std::string(text_of(technique.paper())));
  });
}

void draw_run(PanelContext& context, const view::PlanView& plan) {
  Ui& ui = context.ui;
  const bool running = context.core.running("run_optimize");
  const bool blocked = !text_of(plan.blocked()).empty();
  if (button(ui, running ? "Running ..." : "Run the plan", ButtonKind::primary, icon::run, blocked || running)) start_run(context);
  const auto walk = [&](const char* name, const char* icon, std::initializer_list<const char*> keys, bool there, const char* what) {
    ImGui::SameLine(0, 4);
    bool pressed = icon_button(ui, name, icon, Tone::muted, !there);
    for (const char* key : keys) pressed = (there && ui.keys.pressed(key)) || pressed;
    if (pressed) context.core.send("edit_plan", std::string("{\"") + what + "\":true}", {});
  };
  walk("Undo (Ctrl+Z)", icon::undo, {"ctrl+z"}, plan.can_undo(), "undo");
  walk("Redo (Ctrl+Shift+Z)", icon::redo, {"ctrl+shift+z", "ctrl+y"}, plan.can_redo(), "redo");
  space(8);
  if (blocked) sentence(ui, view::Meaning::attention, text_of(plan.blocked()));
  else caption(ui, text_of(plan.summary()));
}

void draw(PanelContext& context) {
  if (!context.views.model || !context.views.plan)
    return draw_needs_model(context, "No model yet", "Open one, and choose here what is to be made of it.");
  Ui& ui = context.ui;
  const view::PlanView& plan = *context.views.plan;
  scroll_region(ui, "plan", context.canvas, ui.metrics.pad, [&] {
    const float width = std::min(ImGui::GetContentRegionAvail().x, 920.0f);
    draw_run(context, plan);
    space(16);
    draw_purpose(context, plan, width);
    space(12);
    card(ui, "limits", width, [&] {
      title(ui, "Limits");
      space(2);
      caption(ui, "What breaks one is never recommended. Empty: no limit.");
      space(10);
      draw_fields(context, *plan.limits(), "limit");
    });
    space(20);
    title(ui, "Techniques");
    space(2);
    caption(ui, "Each chosen one makes a candidate of its own, in any order; they are compared on the same samples.");
    space(10);
    int index = 0;
    for (const view::PlanTechnique* technique : *plan.techniques()) {
      draw_technique(context, *technique, index++, width);
      space(10);
    }
    space(10);
    card(ui, "samples", width, [&] {
      title(ui, "Samples");
      space(2);
      caption(ui, "Disjoint, drawn by the seed. The recipe keeps these numbers.");
      space(10);
      draw_fields(context, *plan.samples(), "samples");
    });
    space(12);
    if (button(ui, "Copy the recipe", ButtonKind::plain, icon::copy)) context.platform.copy_text(text_of(plan.recipe()));
    space(8);
  });
}

void inspect(PanelContext& context) {
  Ui& ui = context.ui;
  if (!context.views.plan) return caption(ui, "The recipe shows here.");
  title(ui, "Recipe");
  space(6);
  caption(ui, "The same recipe, model and data give the same package, here and in the terminal.");
  if (!context.views.plan->parts()) return;
  int index = 0;
  for (const view::RecipePart* part : *context.views.plan->parts()) {
    space(14);
    ImGui::PushID(index++);
    title(ui, text_of(part->title()));
    space(4);
    if (part->facts()->size() > 0) fact_rows(ui, *part->facts());
    else caption(ui, "No options");
    ImGui::PopID();
  }
}

StepState state(const PanelContext& context) {
  if (!context.views.model || !context.views.plan) return StepState::to_do;
  return text_of(context.views.plan->blocked()).empty() ? StepState::ready : StepState::attention;
}

}  // namespace

void start_run(PanelContext& context) {
  context.core.send("run_optimize", "{}", "Optimize");
  context.states.wanted_step = "run";
}

const PanelDef panel_plan{.name = "plan", .title = "Plan", .icon = icon::plan, .state = state, .draw = draw, .inspect = inspect};

}  // namespace thimble::ui
