#include "wasm/ui/panels/hardware_panel.h"

#include <algorithm>

#include "core/base/json_writer.h"
#include "icons.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/start_panel.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

enum TargetColumn { verdict, board, core, flash, ram, latency, energy };

constexpr Column columns[] = {
    {.title = "Fits", .min_width = 76},
    {.title = "Target", .min_width = 150, .weight = 2},
    {.title = "Core", .min_width = 118, .weight = 0.6f, .importance = 3},
    {.title = "Flash", .min_width = 100, .weight = 0.7f, .right = true, .importance = 2},
    {.title = "RAM", .min_width = 100, .weight = 0.7f, .right = true},
    {.title = "Latency", .min_width = 118, .weight = 0.4f, .right = true, .importance = 1},
    {.title = "Energy", .min_width = 118, .weight = 0.4f, .right = true, .importance = 4},
};

const view::Figure* figure_of(const view::Target& target, int column) {
  switch (column) {
    case flash: return target.flash();
    case ram: return target.ram();
    case latency: return target.latency();
    case energy: return target.energy();
    default: return nullptr;
  }
}

const char* fit_word(view::Meaning meaning) {
  return meaning == view::Meaning::bad ? "no" : meaning == view::Meaning::attention ? "tight" : "yes";
}

void draw_cell(Ui& ui, const view::Target& target, int column, const Rect& cell) {
  const float top = cell.min.y, bottom = cell.max.y;
  if (column == verdict) {
    const Tone tone = meaning_tone(target.meaning(), Tone::muted);
    draw_icon(ui, {cell.min.x + 7, (top + bottom) / 2}, meaning_icon(target.meaning()), tone, 14);
    draw_text_in(ui, cell.min.x + 20, top, bottom, ui.fonts.body, kBodySize, Tone::muted, fit_word(target.meaning()));
  } else if (column == board) {
    draw_text_in(ui, cell.min.x, top, bottom, ui.fonts.body, kBodySize, Tone::text, text_of(target.board()), cell.width());
  } else if (column == core) {
    draw_text_in(ui, cell.min.x, top, bottom, ui.fonts.body, kBodySize, Tone::muted, text_of(target.core()), cell.width());
  } else if (const view::Figure* figure = figure_of(target, column)) {
    const bool unknown = figure->origin() == view::Origin::unknown;
    draw_bar(ui, {{cell.min.x, bottom - 5}, {cell.max.x, bottom - 3}}, figure->share(), meaning_tone(figure->meaning(), Tone::accent));
    draw_figure(ui, cell.max.x, top, bottom - (figure->share() >= 0 ? 2.0f : 0.0f), *figure, true, unknown ? Tone::muted : Tone::text);
  }
}

std::string row_text(const view::Target& target) {
  std::string out =
      std::string(fit_word(target.meaning())) + "\t" + std::string(text_of(target.board())) + "\t" + std::string(text_of(target.core()));
  for (int column = flash; column <= energy; ++column) out += "\t" + figure_text(*figure_of(target, column));
  return out;
}

TableSpec target_spec(Ui& ui, const view::TargetsView& view, const HardwareUi& state) {
  TableSpec spec;
  spec.name = "Targets";
  spec.columns = columns;
  spec.rows = static_cast<int>(view.targets()->size());
  spec.version = std::to_string(reinterpret_cast<std::uintptr_t>(&view)) + state.filter;
  const auto target = [&view](int row) -> const view::Target& { return *view.targets()->Get(static_cast<flatbuffers::uoffset_t>(row)); };
  if (!state.filter.empty()) {
    spec.keep = [target, filter = state.filter](int row) {
      return contains(text_of(target(row).board()), filter) || contains(text_of(target(row).core()), filter) ||
             contains(text_of(target(row).device()), filter);
    };
  }
  spec.number = [target](int row, int column) {
    if (column == verdict) return static_cast<double>(target(row).rank());
    const view::Figure* figure = figure_of(target(row), column);
    return figure ? figure->sort() : row;
  };
  spec.text = [target](int row, int column) -> std::string_view {
    if (column == board) return text_of(target(row).board());
    if (column == core) return text_of(target(row).core());
    return {};
  };
  spec.draw = [&ui, target](int row, int column, const Rect& cell) { draw_cell(ui, target(row), column, cell); };
  spec.row_text = [target](int row) { return row_text(target(row)); };
  spec.empty_text = "No target matches the filter";
  return spec;
}

void draw_legend(Ui& ui, float right, float centre) {
  struct Entry {
    view::Origin origin;
    const char* word;
  };
  constexpr Entry entries[] = {
      {view::Origin::estimated, "estimated"}, {view::Origin::simulated, "simulated"}, {view::Origin::exact, "exact or measured"}};
  float x = right;
  for (const Entry& entry : entries) {
    x -= text_width(ui.fonts.body, kCaptionSize, entry.word);
    draw_text_in(ui, x, centre - 12, centre + 12, ui.fonts.body, kCaptionSize, Tone::muted, entry.word);
    x -= 9;
    draw_origin(ui, {x, centre}, entry.origin, Tone::muted);
    x -= 18;
  }
}

int row_of_selected(const Views& views) {
  const view::Target* selected = views.selected_target();
  if (!selected) return -1;
  for (int i = 0; i < static_cast<int>(views.targets->targets()->size()); ++i) {
    if (views.targets->targets()->Get(static_cast<flatbuffers::uoffset_t>(i)) == selected) return i;
  }
  return -1;
}

void draw(PanelContext& context) {
  if (!context.views.targets) return draw_needs_model(context, "No model yet", "Open one, and this shows on which boards it fits.");
  Ui& ui = context.ui;
  HardwareUi& state = context.states.hardware;
  const view::TargetsView& targets = *context.views.targets;
  const float pad = ui.metrics.pad;
  const Rect area{{context.canvas.min.x + pad, context.canvas.min.y + 12}, {context.canvas.max.x - pad, context.canvas.max.y}};
  ImGui::SetCursorScreenPos(area.min);
  const float tools = table_tools_width(ui);
  const float field = std::min(240.0f, area.width() - tools - 4);
  text_field(ui, "Filter targets", ui.touch ? "Filter targets" : "Filter targets  /", icon::search, state.filter, field, "/");
  const TableSpec spec = target_spec(ui, targets, state);
  table_tools(ui, spec, state.targets, area.min.x + field + 4 + tools, area.min.y);
  if (ui.width != Width::narrow) draw_legend(ui, area.max.x, area.min.y + ui.metrics.row / 2);
  const Rect rest{{context.canvas.min.x, area.min.y + ui.metrics.row + 8}, context.canvas.max};
  hairline_h(ui, rest.min.x, rest.max.x, rest.min.y);

  // What is chosen is what the core says is chosen; a row that was just pressed waits for its answer.
  if (!context.core.running("select_target")) state.targets.selected = row_of_selected(context.views);
  if (table(ui, spec, state.targets, rest) && state.targets.selected >= 0) {
    const view::Target& target = *targets.targets()->Get(static_cast<flatbuffers::uoffset_t>(state.targets.selected));
    const view::Target* selected = context.views.selected_target();
    if (&target != selected) select_target(context.core, text_of(target.device()));
  }
}

void inspect(PanelContext& context) {
  Ui& ui = context.ui;
  if (!context.views.targets) return caption(ui, "Facts of the chosen target show here.");
  const view::Target* target = context.views.selected_target();
  if (!target) {
    title(ui, "No target chosen");
    space(6);
    return paragraph(ui, "Choose a row: the code is made for that target.", Tone::muted);
  }
  title(ui, text_of(target->board()));
  space(6);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_icon(ui, {at.x + 7, at.y + 8}, meaning_icon(target->meaning()), meaning_tone(target->meaning(), Tone::muted), 14);
  ImGui::Indent(20);
  paragraph(ui, text_of(target->verdict()));
  ImGui::Unindent(20);
  space(12);
  fact_rows(ui, *target->facts());
  for (const view::Fact* fact : *target->facts()) {
    const std::string_view origin = text_of(fact->figure()->tip());
    const view::Origin how = fact->figure()->origin();
    if (origin.empty() || origin == "Unknown" || how == view::Origin::exact || how == view::Origin::none) continue;
    space(12);
    caption(ui, text_of(fact->label()));
    space(2);
    paragraph(ui, origin, Tone::muted, kCaptionSize);
  }
}

StepState state(const PanelContext& context) {
  const view::Target* target = context.views.selected_target();
  if (!target) return StepState::to_do;
  return target->meaning() == view::Meaning::good ? StepState::ready : StepState::attention;
}

}  // namespace

void select_target(CoreLink& core, std::string_view device) {
  JsonWriter body;
  body.begin_object().field("target", device).end_object();
  core.send("select_target", body.take(), "Choose " + std::string(device));
}

const PanelDef panel_hardware{
    .name = "hardware", .title = "Hardware", .icon = icon::hardware, .state = state, .draw = draw, .inspect = inspect};

}  // namespace thimble::ui
