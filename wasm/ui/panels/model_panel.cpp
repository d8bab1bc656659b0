#include "wasm/ui/panels/model_panel.h"

#include <algorithm>

#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/memory_map.h"
#include "wasm/ui/panels/start_panel.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

enum LayerColumn { number, name, op, shape, macs, parameters, constants, live };

constexpr Column columns[] = {
    {.title = "#", .min_width = 48, .right = true, .importance = 5},
    {.title = "Layer", .min_width = 130, .weight = 2},
    {.title = "Operator", .min_width = 130, .weight = 1, .importance = 2},
    {.title = "Output", .min_width = 130, .weight = 0.6f, .importance = 4},
    {.title = "MACs", .min_width = 104, .weight = 0.4f, .right = true, .importance = 1},
    {.title = "Parameters", .min_width = 112, .weight = 0.4f, .right = true, .importance = 6},
    {.title = "Constants", .min_width = 112, .weight = 0.4f, .right = true, .importance = 3},
    {.title = "RAM", .min_width = 112, .weight = 0.4f, .right = true},
};

const view::Figure* figure_of(const view::Layer& layer, int column) {
  switch (column) {
    case macs: return layer.macs();
    case parameters: return layer.parameters();
    case constants: return layer.constants();
    case live: return layer.live();
    default: return nullptr;
  }
}

void draw_cell(Ui& ui, const view::Layer& layer, int row, int column, const Rect& cell) {
  const float top = cell.min.y, bottom = cell.max.y;
  if (column == number) {
    const std::string text = std::to_string(row);
    draw_text_in(ui, cell.max.x - text_width(ui.fonts.mono, kMonoSize, text), top, bottom, ui.fonts.mono, kMonoSize, Tone::muted, text);
  } else if (column == name) {
    draw_text_in(ui, cell.min.x, top, bottom, ui.fonts.body, kBodySize, Tone::text, text_of(layer.name()), cell.width());
  } else if (column == op) {
    draw_text_in(ui, cell.min.x, top, bottom, ui.fonts.body, kBodySize, Tone::muted, text_of(layer.op()), cell.width());
  } else if (column == shape) {
    draw_text_in(ui, cell.min.x, top, bottom, ui.fonts.mono, kMonoSize, Tone::muted, text_of(layer.shape()), cell.width());
  } else if (const view::Figure* figure = figure_of(layer, column)) {
    if (figure->share() > 0) {
      const bool peak = column == live && layer.at_peak();
      draw_bar(ui, {{cell.min.x, bottom - 5}, {cell.max.x, bottom - 3}}, figure->share(), peak ? Tone::attention : Tone::accent);
    }
    draw_figure(ui, cell.max.x, top, bottom - 2, *figure, false, figure->sort() == 0 ? Tone::muted : Tone::text);
  }
}

std::string row_text(const view::Layer& layer, int row) {
  std::string out = std::to_string(row);
  for (const std::string_view part : {text_of(layer.name()), text_of(layer.op()), text_of(layer.shape())}) out += "\t" + std::string(part);
  for (int column = macs; column <= live; ++column) out += "\t" + figure_text(*figure_of(layer, column));
  return out;
}

TableSpec layer_spec(Ui& ui, const view::ModelView& model, const ModelUi& state) {
  TableSpec spec;
  spec.name = "Layers";
  spec.columns = columns;
  spec.rows = static_cast<int>(model.layers()->size());
  spec.version = std::to_string(reinterpret_cast<std::uintptr_t>(&model)) + state.filter;
  const auto layer = [&model](int row) -> const view::Layer& { return *model.layers()->Get(static_cast<flatbuffers::uoffset_t>(row)); };
  if (!state.filter.empty()) {
    spec.keep = [layer, filter = state.filter](int row) {
      return contains(text_of(layer(row).name()), filter) || contains(text_of(layer(row).op()), filter) ||
             contains(text_of(layer(row).shape()), filter);
    };
  }
  spec.number = [layer](int row, int column) {
    const view::Figure* figure = figure_of(layer(row), column);
    return figure ? figure->sort() : row;
  };
  spec.text = [layer](int row, int column) -> std::string_view {
    if (column == name) return text_of(layer(row).name());
    if (column == op) return text_of(layer(row).op());
    if (column == shape) return text_of(layer(row).shape());
    return {};
  };
  spec.draw = [&ui, layer](int row, int column, const Rect& cell) { draw_cell(ui, layer(row), row, column, cell); };
  spec.row_text = [layer](int row) { return row_text(layer(row), row); };
  spec.empty_text = state.filter.empty() ? "The network has no layers" : "No layer matches the filter";
  return spec;
}

// The figures that say most, in one strip: what the eye meets first.
float draw_summary(Ui& ui, const view::ModelView& model, const Rect& area) {
  const auto& facts = *model.facts();
  const float height = 58;
  float x = area.min.x;
  for (const view::Fact* fact : facts) {
    const std::string_view label = text_of(fact->label());
    const view::Figure& figure = *fact->figure();
    const std::string_view unit = text_of(figure.unit());
    const float figure_width = text_width(ui.fonts.semibold, kFigureSize, text_of(figure.text())) +
                               (unit.empty() ? 0 : 4 + text_width(ui.fonts.body, kBodySize, unit));
    const float width = std::max(figure_width, text_width(ui.fonts.body, kCaptionSize, label)) + 32;
    if (x + width - 24 > area.max.x) break;
    draw_text(ui, {x, area.min.y + 4}, ui.fonts.body, kCaptionSize, Tone::muted, label);
    const float taken = draw_text(ui, {x, area.min.y + 22}, ui.fonts.semibold, kFigureSize, Tone::text, text_of(figure.text()));
    draw_text(ui, {x + taken + 4, area.min.y + 28}, ui.fonts.body, kBodySize, Tone::muted, unit);
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID(label.data(), label.data() + label.size()),
                    .name = label,
                    .value = figure_text(figure),
                    .min = {x, area.min.y},
                    .max = {x + width, area.min.y + height}});
    ImGui::SetCursorScreenPos({x, area.min.y});
    ImGui::Dummy({width - 24, height});
    tip(ui, text_of(figure.tip()));
    x += width;
  }
  return height;
}

void draw(PanelContext& context) {
  if (!context.views.model) return draw_needs_model(context, "No model yet", "Its layers, its work and its memory show here.");
  Ui& ui = context.ui;
  ModelUi& state = context.states.model;
  const view::ModelView& model = *context.views.model;
  const float pad = ui.metrics.pad;
  Rect area{{context.canvas.min.x + pad, context.canvas.min.y + 12}, {context.canvas.max.x - pad, context.canvas.max.y}};
  area.min.y += draw_summary(ui, model, area) + 8;

  ImGui::SetCursorScreenPos(area.min);
  constexpr const char* views[] = {"Graph", "Layers", "Memory"};
  const int before = state.shown;
  state.shown = segments(ui, "What is shown", views, context.views.memory ? state.shown : std::min(state.shown, 1));
  if (state.shown != before) state.layers.follow_selection = state.layers.selected >= 0;
  const float left = ImGui::GetItemRectMax().x - area.min.x + 12;
  const TableSpec spec = layer_spec(ui, model, state);
  if (state.shown == 0) {
    const float field = std::min(220.0f, area.width() - left);
    ImGui::SetCursorScreenPos({area.max.x - field, area.min.y});
    graph_search(context, model, state.graph, state.layers.selected, field);
  }
  if (state.shown == 1) {
    const float tools = table_tools_width(ui) + 4;
    const float field = std::min(220.0f, area.width() - left - tools);
    ImGui::SetCursorScreenPos({area.max.x - field - tools, area.min.y});
    text_field(ui, "Filter layers", ui.touch ? "Filter" : "Filter layers  /", icon::search, state.filter, field, "/");
    table_tools(ui, spec, state.layers, area.max.x, area.min.y);
  }
  const Rect rest{{context.canvas.min.x, area.min.y + ui.metrics.row + 8}, context.canvas.max};
  hairline_h(ui, rest.min.x, rest.max.x, rest.min.y);
  if (state.shown == 0) {
    draw_graph(context, model, state.graph, state.layers.selected, rest);
  } else if (state.shown == 1) {
    table(ui, spec, state.layers, rest);
  } else {
    draw_memory_map(ui, *context.views.memory, state, rest);
  }
}

void inspect_tensor(Ui& ui, const view::Tensor& tensor) {
  paragraph(ui, text_of(tensor.name()));
  space(3);
  paragraph(ui, std::string(text_of(tensor.shape())) + "  " + std::string(text_of(tensor.dtype())), Tone::muted, kMonoSize, ui.fonts.mono);
  space(3);
  caption(ui, text_of(tensor.quantization()));
  space(8);
}

void inspect_tensors(Ui& ui, const char* heading, const flatbuffers::Vector<flatbuffers::Offset<view::Tensor>>& tensors) {
  space(16);
  title(ui, heading);
  space(4);
  for (const view::Tensor* tensor : tensors) inspect_tensor(ui, *tensor);
}

void inspect_model(Ui& ui, const view::ModelView& model) {
  title(ui, text_of(model.title()));
  space(4);
  caption(ui, text_of(model.subtitle()));
  space(10);
  fact_rows(ui, *model.facts());
  inspect_tensors(ui, model.inputs()->size() == 1 ? "Input" : "Inputs", *model.inputs());
  inspect_tensors(ui, model.outputs()->size() == 1 ? "Output" : "Outputs", *model.outputs());
  space(10);
  warning_rows(ui, model.warnings());
  space(16);
  note_rows(ui, model.notes());
}

void inspect(PanelContext& context) {
  Ui& ui = context.ui;
  const ModelUi& state = context.states.model;
  if (!context.views.model) return caption(ui, "Facts of what is selected show here.");
  const view::ModelView& model = *context.views.model;
  if (state.shown == 2 && context.views.memory) return inspect_memory(ui, *context.views.memory, state);
  const view::Tensor* end = state.shown == 0 ? selected_end(model, state.graph) : nullptr;
  if (end) {
    title(ui, "End of the network");
    space(8);
    return inspect_tensor(ui, *end);
  }
  const int row = state.layers.selected;
  if (row < 0 || row >= static_cast<int>(model.layers()->size())) return inspect_model(ui, model);
  const view::Layer& layer = *model.layers()->Get(static_cast<flatbuffers::uoffset_t>(row));
  title(ui, text_of(layer.name()));
  space(4);
  caption(ui, "Step " + std::to_string(row) + ", the last one is " + std::to_string(model.layers()->size() - 1));
  space(10);
  fact_rows(ui, *layer.facts());
  space(12);
  if (layer.at_peak() && context.views.memory) paragraph(ui, text_of(context.views.memory->peak_cause()), Tone::attention);
  space(16);
  if (button(ui, "Back to the whole model", ButtonKind::quiet)) context.states.model.layers.selected = -1;
}

StepState state(const PanelContext& context) {
  if (!context.views.model) return StepState::to_do;
  const NoteRows* warnings = context.views.model->warnings();
  return warnings && warnings->size() > 0 ? StepState::attention : StepState::ready;
}

}  // namespace

const PanelDef panel_model{.name = "model", .title = "Model", .icon = icon::model, .state = state, .draw = draw, .inspect = inspect};

}  // namespace thimble::ui
