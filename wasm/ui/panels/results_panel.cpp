#include "wasm/ui/panels/results_panel.h"

#include <algorithm>

#include "core/base/json_writer.h"
#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/plan_panel.h"
#include "wasm/ui/panels/results_parts.h"
#include "wasm/ui/panels/start_panel.h"
#include "wasm/ui/scatter_plot.h"

namespace thimble::ui {

namespace {

enum CandidateColumn { name, verdict, accuracy, drop, flash, ram, latency, file, seconds };

constexpr Column columns[] = {
    {.title = "Candidate", .min_width = 172, .weight = 1.4f},
    {.title = "Verdict", .min_width = 150, .weight = 1, .importance = 4, .widest = 330},
    {.title = "Accuracy", .min_width = 104, .right = true},
    {.title = "Against float", .min_width = 96, .right = true, .importance = 2},
    {.title = "Flash", .min_width = 110, .right = true, .importance = 1},
    {.title = "RAM", .min_width = 110, .right = true, .importance = 3},
    {.title = "Latency", .min_width = 104, .right = true, .importance = 5},
    {.title = ".tflite", .min_width = 104, .right = true, .importance = 6},
    {.title = "Made in", .min_width = 92, .right = true, .importance = 7},
};

const view::Figure* figure_of(const view::Candidate& candidate, int column) {
  switch (column) {
    case accuracy: return candidate.accuracy();
    case drop: return candidate.drop();
    case flash: return candidate.flash();
    case ram: return candidate.ram();
    case latency: return candidate.latency();
    case file: return candidate.file_size();
    case seconds: return candidate.seconds();
    default: return nullptr;
  }
}

void draw_cell(Ui& ui, const view::Candidate& candidate, int row, int column, const Rect& cell) {
  const float top = cell.min.y, bottom = cell.max.y;
  if (column == name) {
    ImGui::GetWindowDrawList()->AddRectFilled({cell.min.x, top + 8}, {cell.min.x + 3, bottom - 8}, series_color(ui.theme, row), 1.5f);
    draw_text_in(ui, cell.min.x + 10, top, bottom, candidate.recommended() ? ui.fonts.semibold : ui.fonts.body, kBodySize, Tone::text,
                 text_of(candidate.title()), cell.width() - 10);
  } else if (column == verdict) {
    if (candidate.meaning() != view::Meaning::neutral)
      draw_icon(ui, {cell.min.x + 7, (top + bottom) / 2}, meaning_icon(candidate.meaning()), meaning_tone(candidate.meaning(), Tone::muted),
                14);
    const float indent = candidate.meaning() != view::Meaning::neutral ? 20.0f : 0.0f;
    draw_text_in(ui, cell.min.x + indent, top, bottom, ui.fonts.body, kBodySize, Tone::muted, text_of(candidate.verdict()),
                 cell.width() - indent);
  } else if (const view::Figure* figure = figure_of(candidate, column)) {
    draw_figure(ui, cell.max.x, top, bottom, *figure, true, meaning_tone(figure->meaning(), Tone::text));
  }
}

std::string row_text(const view::Candidate& candidate) {
  std::string out = std::string(text_of(candidate.title())) + "\t" + std::string(text_of(candidate.verdict()));
  for (int column = accuracy; column <= seconds; ++column) out += "\t" + figure_text(*figure_of(candidate, column));
  return out;
}

TableSpec candidate_spec(Ui& ui, const view::ResultsView& results, std::uint32_t revision) {
  TableSpec spec;
  spec.name = "Candidates";
  spec.columns = columns;
  spec.rows = static_cast<int>(results.candidates()->size());
  spec.version = std::to_string(revision);
  const auto at = [&results](int row) -> const view::Candidate& {
    return *results.candidates()->Get(static_cast<flatbuffers::uoffset_t>(row));
  };
  spec.number = [at](int row, int column) {
    const view::Figure* figure = figure_of(at(row), column);
    return figure ? figure->sort() : row;
  };
  spec.text = [at](int row, int column) -> std::string_view {
    return column == name ? text_of(at(row).title()) : column == verdict ? text_of(at(row).verdict()) : std::string_view();
  };
  spec.draw = [&ui, at](int row, int column, const Rect& cell) { draw_cell(ui, at(row), row, column, cell); };
  spec.row_text = [at](int row) { return row_text(at(row)); };
  spec.empty_text = "No technique was chosen";
  return spec;
}

int index_of(const view::ResultsView& results, std::string_view id) {
  for (int i = 0; i < static_cast<int>(results.candidates()->size()); ++i) {
    if (text_of(results.candidates()->Get(static_cast<flatbuffers::uoffset_t>(i))->id()) == id) return i;
  }
  return -1;
}

// The core makes views, package and exports of the chosen one.
void choose(PanelContext& context, const view::Candidate& candidate) {
  JsonWriter body;
  body.begin_object().field("candidate", text_of(candidate.id())).end_object();
  context.core.send("choose_candidate", body.take(), {});
}

void draw_candidates(PanelContext& context, const view::ResultsView& results, float width) {
  Ui& ui = context.ui;
  TableState& state = context.states.results.candidates;
  if (!context.core.running("choose_candidate")) state.selected = index_of(results, text_of(results.chosen()));
  const int before = state.selected;
  const TableSpec spec = candidate_spec(ui, results, context.core.store().revision("results"));
  const ImVec2 head = ImGui::GetCursorScreenPos();
  title(ui, "Candidates");
  table_tools(ui, spec, state, head.x + width, head.y - 4);
  ImGui::SetCursorScreenPos({head.x, head.y + ui.metrics.row});
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = 32 + ui.metrics.row * static_cast<float>(std::max(spec.rows, 1)) + 1;
  const Rect rect{at, {at.x + width, at.y + height}};
  table(ui, spec, state, rect);
  if (state.selected >= 0 && state.selected != before)
    choose(context, *results.candidates()->Get(static_cast<flatbuffers::uoffset_t>(state.selected)));
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, height});
}

void draw_baseline(Ui& ui, const view::ResultsView& results) {
  if (results.baseline()->size() == 0) return;
  std::string text = "Float baseline:";
  for (const view::Fact* fact : *results.baseline()) {
    text += std::string(text.back() == ':' ? " " : ", ") + fact->label()->str() + " " + figure_text(*fact->figure());
  }
  caption(ui, text);
}

// Side by side where there is room.
void draw_plots(PanelContext& context, const view::ResultsView& results, float width) {
  Ui& ui = context.ui;
  const int chosen = index_of(results, text_of(results.chosen()));
  const bool columns_fit = width >= 760 && results.scatter();
  const float gap = 24, height = 300;
  const float own = columns_fit ? (width - gap) / 2 : width;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  float y = at.y;
  if (results.scatter()) {
    const int pressed = scatter_plot(ui, *results.scatter(), chosen, context.states.results.plot, {at, {at.x + own, at.y + height}});
    if (pressed != chosen && pressed >= 0 && pressed < static_cast<int>(results.candidates()->size()))
      choose(context, *results.candidates()->Get(static_cast<flatbuffers::uoffset_t>(pressed)));
    if (!columns_fit) y += height + 16;
  }
  if (chosen >= 0) {
    ImGui::SetCursorScreenPos({columns_fit ? at.x + own + gap : at.x, y});
    draw_sensitivity(context, *results.candidates()->Get(static_cast<flatbuffers::uoffset_t>(chosen)), own, height);
    y += height;
  }
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({width, std::max({y - at.y, columns_fit ? height : 0.0f, 1.0f})});
}

void draw(PanelContext& context) {
  Ui& ui = context.ui;
  if (!context.views.results) {
    const float own = button_width(ui, "Look at the plan", true);
    return draw_needs(context, "No results yet", "Run the plan, and what came out is compared here.", own, [&] {
      if (button(ui, "Look at the plan", ButtonKind::primary, icon::plan)) context.states.wanted_step = "plan";
    });
  }
  const view::ResultsView& results = *context.views.results;
  scroll_region(ui, "results", context.canvas, ui.metrics.pad, [&] {
    const float width = ImGui::GetContentRegionAvail().x;
    draw_recommendation(context, results, width);
    if (context.views.checks) space(12);
    draw_checks(context, width);
    space(16);
    draw_candidates(context, results, width);
    space(8);
    draw_baseline(ui, results);
    space(20);
    draw_plots(context, results, width);
    space(20);
    draw_disagreements(context, results, width);
    if (results.why_not()->size() > 0) {
      space(16);
      title(ui, "Why not the others");
      space(8);
      for (const flatbuffers::String* text : *results.why_not()) {
        bullet(ui, text_of(text), Tone::muted);
        space(4);
      }
    }
  });
}

void inspect(PanelContext& context) {
  Ui& ui = context.ui;
  const view::ResultsView* results = context.views.results;
  const int chosen = results ? index_of(*results, text_of(results->chosen())) : -1;
  if (chosen < 0) return caption(ui, "Figures of the chosen candidate show here.");
  const view::Candidate& candidate = *results->candidates()->Get(static_cast<flatbuffers::uoffset_t>(chosen));
  title(ui, text_of(candidate.title()));
  space(2);
  caption(ui, text_of(candidate.verdict()));
  space(10);
  fact_rows(ui, *candidate.facts());
  if (!text_of(candidate.why_not()).empty() && !candidate.recommended()) {
    space(14);
    paragraph(ui, text_of(candidate.why_not()), Tone::muted);
  }
  if (candidate.warnings() && candidate.warnings()->size() > 0) {
    space(10);
    for (const flatbuffers::String* warning : *candidate.warnings()) {
      sentence(ui, view::Meaning::attention, text_of(warning));
      space(4);
    }
  }
  if (candidate.notes()->size() > 0) {
    space(16);
    title(ui, "What was done");
    space(6);
    for (const flatbuffers::String* note : *candidate.notes()) {
      bullet(ui, text_of(note), Tone::muted);
      space(4);
    }
  }
  if (!text_of(candidate.options()).empty()) {
    space(14);
    title(ui, "Options");
    space(4);
    paragraph(ui, text_of(candidate.options()), Tone::muted, kCaptionSize, ui.fonts.mono);
  }
}

StepState state(const PanelContext& context) {
  if (!context.views.results) return StepState::to_do;
  return text_of(context.views.results->recommended()).empty() ? StepState::attention : StepState::ready;
}

}  // namespace

const PanelDef panel_results{
    .name = "results", .title = "Results", .icon = icon::results, .state = state, .draw = draw, .inspect = inspect};

}  // namespace thimble::ui
