#include "wasm/ui/panels/code_panel.h"

#include <algorithm>

#include "core/base/json_writer.h"
#include "icons.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/start_panel.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

namespace {

enum FileColumn { path, what, size };

constexpr Column columns[] = {
    {.title = "File", .min_width = 190, .weight = 1.5f},
    {.title = "What it is", .min_width = 190, .weight = 1, .importance = 1},
    {.title = "Size", .min_width = 110, .right = true},
};

TableSpec file_spec(Ui& ui, const view::PackageView& package) {
  TableSpec spec;
  spec.name = "Files of the package";
  spec.columns = columns;
  spec.rows = static_cast<int>(package.files()->size());
  spec.version = std::to_string(reinterpret_cast<std::uintptr_t>(&package));
  const auto file = [&package](int row) -> const view::PackageFile& {
    return *package.files()->Get(static_cast<flatbuffers::uoffset_t>(row));
  };
  spec.number = [file](int row, int) { return file(row).size()->sort(); };
  spec.text = [file](int row, int column) {
    return column == path ? text_of(file(row).path()) : column == what ? text_of(file(row).what()) : std::string_view();
  };
  spec.draw = [&ui, file](int row, int column, const Rect& cell) {
    if (column == path)
      draw_text_in(ui, cell.min.x, cell.min.y, cell.max.y, ui.fonts.mono, kMonoSize, Tone::text, text_of(file(row).path()), cell.width());
    if (column == what)
      draw_text_in(ui, cell.min.x, cell.min.y, cell.max.y, ui.fonts.body, kBodySize, Tone::muted, text_of(file(row).what()), cell.width());
    if (column == size) draw_figure(ui, cell.max.x, cell.min.y, cell.max.y, *file(row).size(), false);
  };
  spec.row_text = [file](int row) {
    return std::string(text_of(file(row).path())) + "\t" + std::string(text_of(file(row).what())) + "\t" + figure_text(*file(row).size());
  };
  return spec;
}

// The command line that makes the same bytes, with a button that copies it.
float draw_command(PanelContext& context, std::string_view command, const Rect& area) {
  Ui& ui = context.ui;
  const float height = std::max(36.0f, ui.metrics.row);
  draw_text(ui, {area.min.x, area.min.y}, ui.fonts.body, kCaptionSize, Tone::muted, "The same bytes from the command line");
  const Rect box{{area.min.x, area.min.y + 20}, {area.max.x, area.min.y + 20 + height}};
  frame_rect(ui, box, Tone::surface, Tone::line, ui.metrics.radius);
  draw_icon(ui, {box.min.x + 18, (box.min.y + box.max.y) / 2}, icon::terminal, Tone::muted, 14);
  draw_text_in(ui, box.min.x + 34, box.min.y, box.max.y, ui.fonts.mono, kMonoSize, Tone::text, command, box.width() - 34 - 44);
  ui.mirror.part(
      {.role = Role::text, .id = ImGui::GetID("command"), .name = "Command line", .value = command, .min = box.min, .max = box.max});
  const float side = std::max(32.0f, ui.metrics.row);
  ImGui::SetCursorScreenPos({box.max.x - side - 2, (box.min.y + box.max.y - side) / 2});
  if (icon_button(ui, "Copy the command", icon::copy)) context.platform.copy_text(command);
  return 20 + height;
}

void emit(PanelContext& context, const view::Target& target) {
  JsonWriter body;
  body.begin_object().field("target", text_of(target.device())).end_object();
  context.core.send("emit_package", body.take(), "Make the package for " + std::string(text_of(target.device())));
}

void draw_head(PanelContext& context, const view::Target& target, const Rect& area) {
  Ui& ui = context.ui;
  const view::PackageView* package = context.views.package;
  const std::string name = package ? package->file_name()->str() : "C package for " + target.board()->str();
  draw_text(ui, area.min, ui.fonts.semibold, kTitleSize, Tone::text, name, area.width());
  ui.mirror.part(
      {.role = Role::heading, .id = ImGui::GetID("package"), .name = name, .min = area.min, .max = {area.max.x, area.min.y + 20}});
  const std::string under = package ? std::string(text_of(package->size())) + ", made for " + std::string(text_of(package->device()))
                                    : "C99, no heap, one static arena; kernels made for the shapes of this network.";
  draw_text(ui, {area.min.x, area.min.y + 24}, ui.fonts.body, kBodySize, Tone::muted, under, area.width());
  ImGui::SetCursorScreenPos({area.min.x, area.min.y + 52});
  const bool busy = context.core.busy();
  if (!package) {
    if (button(ui, busy ? "Making it ..." : "Make the package", ButtonKind::primary, icon::code, busy)) emit(context, target);
  } else if (context.core.package()) {
    if (button(ui, "Download the ZIP", ButtonKind::primary, icon::download))
      context.platform.save(context.core.package()->handle, context.core.package()->file_name);
  }
}

void draw(PanelContext& context) {
  if (!context.views.model) return draw_needs_model(context, "No model yet", "Open one, choose a target, and take its C code here.");
  Ui& ui = context.ui;
  const view::Target* target = context.views.selected_target();
  const float pad = ui.metrics.pad;
  const Rect area{{context.canvas.min.x + pad, context.canvas.min.y + 20}, {context.canvas.max.x - pad, context.canvas.max.y}};
  if (!target) {
    ImGui::SetCursorScreenPos(area.min);
    title(ui, "No target chosen");
    return paragraph(ui, "Choose one under Hardware: the code is made for it.", Tone::muted);
  }
  draw_head(context, *target, area);
  const view::PackageView* package = context.views.package;
  if (!package) return;
  const float top = area.min.y + 52 + std::max(32.0f, ui.metrics.row) + 20;
  const float command = draw_command(context, text_of(package->command()), {{area.min.x, top}, area.max});
  const TableSpec spec = file_spec(ui, *package);
  const float tools = top + command + 12;
  draw_text(ui, {area.min.x, tools + 8}, ui.fonts.semibold, kTitleSize, Tone::text, "Files");
  table_tools(ui, spec, context.states.code.files, area.max.x, tools);
  const Rect rest{{context.canvas.min.x, tools + ui.metrics.row + 8}, context.canvas.max};
  hairline_h(ui, rest.min.x, rest.max.x, rest.min.y);
  table(ui, spec, context.states.code.files, rest);
}

void inspect(PanelContext& context) {
  Ui& ui = context.ui;
  title(ui, "What you get");
  space(8);
  paragraph(ui, "Portable C99 that reads as if it were written for this network by hand. Its licence (MIT-0) lets it into any product.",
            Tone::muted);
  space(12);
  paragraph(ui,
            "The self-test runs the network on vectors that reach saturation and compares every intermediate tensor with what the kernels "
            "gave here, bit for bit.",
            Tone::muted);
  if (!context.views.package) return;
  space(16);
  title(ui, "SHA-256");
  space(6);
  paragraph(ui, text_of(context.views.package->sha256()), Tone::muted, kCaptionSize, ui.fonts.mono);
}

StepState state(const PanelContext& context) { return context.views.package ? StepState::ready : StepState::to_do; }

}  // namespace

const PanelDef panel_code{.name = "code", .title = "Code", .icon = icon::code, .state = state, .draw = draw, .inspect = inspect};

}  // namespace thimble::ui
