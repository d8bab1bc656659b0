#include "wasm/ui/panels/run_panel.h"

#include <algorithm>

#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/plan_panel.h"
#include "wasm/ui/panels/start_panel.h"

namespace thimble::ui {

namespace {

// A run that was cancelled leaves its last view behind: nothing runs there any more.
bool stopped(const PanelContext& context, const view::RunRow& row) {
  const bool open = row.state() == view::RowState::running || row.state() == view::RowState::waiting;
  return open && !context.core.running("run_optimize");
}

void draw_row_state(Ui& ui, ImVec2 centre, const view::RunRow& row, bool ended) {
  if (row.state() == view::RowState::done) return draw_icon(ui, centre, icon::good, Tone::good, 14);
  if (row.state() == view::RowState::failed) return draw_icon(ui, centre, icon::bad, Tone::bad, 14);
  const bool runs = row.state() == view::RowState::running && !ended;
  ImGui::GetWindowDrawList()->AddCircle(centre, 5, ui.tone(runs ? Tone::accent : Tone::mark), 20, 1.5f);
}

void draw_row(PanelContext& context, const view::RunRow& row, int index, float width) {
  Ui& ui = context.ui;
  // The baseline stands first and is no candidate: colours are those of the results.
  const view::RunRow& first = *context.views.run->rows()->Get(0);
  const int shift = text_of(first.technique()) == "baseline" ? 1 : 0;
  const ImU32 color = index < shift ? ui.tone(Tone::muted) : series_color(ui.theme, index - shift);
  const bool ended = stopped(context, row);
  ImGui::PushID(index);
  card(ui, "row", width, [&] {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float inner = ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled({at.x - 10, at.y + 2}, {at.x - 7, at.y + 20}, color, 1.5f);
    draw_row_state(ui, {at.x + 7, at.y + 11}, row, ended);
    const std::string_view time = ended ? std::string_view() : text_of(row.time());
    const float time_width = text_width(ui.fonts.body, kCaptionSize, time);
    draw_text_in(ui, at.x + 22, at.y, at.y + 22, ui.fonts.semibold, kBodySize, Tone::text, text_of(row.title()), inner - 40 - time_width);
    draw_text_in(ui, at.x + inner - time_width, at.y, at.y + 22, ui.fonts.body, kCaptionSize, Tone::muted, time);
    const std::string phase = ended ? "stopped" : std::string(text_of(row.phase()));
    draw_text_in(ui, at.x + 22, at.y + 22, at.y + 42, ui.fonts.body, kCaptionSize, Tone::muted, phase, inner - 22);
    const bool failed = row.state() == view::RowState::failed;
    const float share = ended && row.state() == view::RowState::waiting ? 0.0f : std::max(row.share(), 0.0f);
    draw_bar(ui, {{at.x, at.y + 48}, {at.x + inner, at.y + 52}}, share,
             failed                                ? Tone::bad
             : row.state() == view::RowState::done ? Tone::good
                                                   : Tone::accent);
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID("state"),
                    .name = text_of(row.title()),
                    .value = phase + (time.empty() ? "" : ", " + std::string(time)),
                    .min = at,
                    .max = {at.x + inner, at.y + 52}});
    ImGui::Dummy({inner, 56});
    if (row.facts()->size() > 0) {
      space(4);
      fact_cells(ui, *row.facts());
    }
    if (!text_of(row.message()).empty()) {
      space(4);
      sentence(ui, failed ? view::Meaning::bad : view::Meaning::attention, text_of(row.message()));
    }
  });
  ImGui::PopID();
}

void draw_needs_run(PanelContext& context) {
  const view::PlanView* plan = context.views.plan;
  const bool ready = plan && text_of(plan->blocked()).empty();
  const float width = button_width(context.ui, ready ? "Run the plan" : "Look at the plan", true);
  const char* why = ready ? "Techniques show here with their progress." : "The plan says what is missing.";
  draw_needs(context, "Nothing has run yet", why, width, [&] {
    if (ready) {
      if (button(context.ui, "Run the plan", ButtonKind::primary, icon::run)) start_run(context);
    } else if (button(context.ui, "Look at the plan", ButtonKind::primary, icon::plan)) {
      context.states.wanted_step = "plan";
    }
  });
}

void draw(PanelContext& context) {
  if (!context.views.model) return draw_needs_model(context, "No model yet", "Open one, and it is quantized here.");
  if (!context.views.run) return draw_needs_run(context);
  Ui& ui = context.ui;
  const view::RunView& run = *context.views.run;
  scroll_region(ui, "run", context.canvas, ui.metrics.pad, [&] {
    const float width = std::min(ImGui::GetContentRegionAvail().x, 920.0f);
    const bool running = context.core.running("run_optimize");
    const bool finished = run.share() >= 1;
    title(ui, running || finished ? text_of(run.title()) : std::string_view("Stopped"));
    space(2);
    caption(ui, text_of(run.subtitle()));
    space(10);
    if (running) {
      if (button(ui, "Cancel", ButtonKind::plain, icon::close)) context.core.cancel("run_optimize");
    } else if (context.views.results) {
      if (button(ui, "See the results", ButtonKind::primary, icon::results)) context.states.wanted_step = "results";
    } else if (button(ui, "Run again", ButtonKind::primary, icon::run)) {
      start_run(context);
    }
    space(16);
    int index = 0;
    for (const view::RunRow* row : *run.rows()) {
      draw_row(context, *row, index++, width);
      space(10);
    }
    if (index == 0) caption(ui, "No technique is chosen");
  });
}

StepState state(const PanelContext& context) {
  if (context.core.running("run_optimize")) return StepState::running;
  if (!context.views.run) return StepState::to_do;
  for (const view::RunRow* row : *context.views.run->rows()) {
    if (row->state() == view::RowState::failed || stopped(context, *row)) return StepState::attention;
  }
  return StepState::ready;
}

}  // namespace

const PanelDef panel_run{.name = "run", .title = "Run", .icon = icon::run, .state = state, .draw = draw, .inspect = nullptr};

}  // namespace thimble::ui
