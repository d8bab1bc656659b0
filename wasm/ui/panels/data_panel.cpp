#include "wasm/ui/panels/data_panel.h"

#include <algorithm>

#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/panels/start_panel.h"

namespace thimble::ui {

namespace {

constexpr float kPictureSide = 72, kTileGap = 12, kTilePad = 8;

void draw_head(PanelContext& context, const view::DataView& data) {
  Ui& ui = context.ui;
  title(ui, text_of(data.title()));
  space(2);
  caption(ui, text_of(data.subtitle()));
  space(10);
  data_buttons(context);
}

// Step by step what is done to a sample; whether that is known or guessed; what looks wrong.
void draw_preprocessing(Ui& ui, const view::DataView& data, float width) {
  card(ui, "preprocessing", width, [&] {
    title(ui, "What the model gets");
    space(2);
    caption(ui, text_of(data.preprocessing_note()));
    space(8);
    for (flatbuffers::uoffset_t i = 0; i < data.preprocessing()->size(); ++i) {
      bullet(ui, text_of(data.preprocessing()->Get(i)));
      space(4);
    }
    warning_rows(ui, data.warnings());
  });
}

struct TileSize {
  float width, height;
  bool both;
};

TileSize tile_size(const view::DataView& data) {
  bool original = false, seen = false;
  for (const view::Tile* tile : *data.tiles()) {
    original = original || tile->original();
    seen = seen || tile->seen();
  }
  const bool both = original && seen;
  return {.width = (both ? 2 * kPictureSide + kTilePad : kPictureSide) + 2 * kTilePad,
          .height = kPictureSide + 2 * kTilePad + 36,
          .both = both};
}

void draw_picture(PanelContext& context, const view::Area* area, const Rect& frame) {
  Ui& ui = context.ui;
  ImGui::GetWindowDrawList()->AddRectFilled(frame.min, frame.max, ui.tone(Tone::background), 3);
  context.images.draw("data", context.core.store().revision("data"), context.views.data->sheet(), area, frame);
}

void draw_tile(PanelContext& context, const view::Tile& tile, const TileSize& size, ImVec2 at, int index) {
  Ui& ui = context.ui;
  const Rect rect{at, {at.x + size.width, at.y + size.height}};
  frame_rect(ui, rect, Tone::surface, Tone::line, ui.metrics.radius);
  const ImVec2 corner(at.x + kTilePad, at.y + kTilePad);
  const view::Area* first = tile.original() ? tile.original() : tile.seen();
  draw_picture(context, first, {corner, {corner.x + kPictureSide, corner.y + kPictureSide}});
  if (size.both) {
    const float x = corner.x + kPictureSide + kTilePad;
    draw_picture(context, tile.seen(), {{x, corner.y}, {x + kPictureSide, corner.y + kPictureSide}});
  }
  const float room = size.width - 2 * kTilePad, y = corner.y + kPictureSide;
  draw_text(ui, {corner.x, y + 5}, ui.fonts.semibold, kBodySize, Tone::text, text_of(tile.label()), room);
  draw_text(ui, {corner.x, y + 23}, ui.fonts.body, kCaptionSize, Tone::muted, text_of(tile.name()), room);
  ImGui::PushID(index);
  ui.mirror.part({.role = Role::image,
                  .id = ImGui::GetID("tile"),
                  .name = text_of(tile.name()),
                  .value = text_of(tile.label()),
                  .min = rect.min,
                  .max = rect.max});
  ImGui::SetCursorScreenPos(rect.min);
  ImGui::Dummy({size.width, size.height});
  tip(ui, text_of(tile.name()));
  ImGui::PopID();
}

void draw_tiles(PanelContext& context, const view::DataView& data, float width) {
  Ui& ui = context.ui;
  const TileSize size = tile_size(data);
  title(ui, size.both ? "Samples: as they are, and as the model sees them" : "Samples");
  space(10);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const int across = std::max(1, static_cast<int>((width + kTileGap) / (size.width + kTileGap)));
  int index = 0;
  for (const view::Tile* tile : *data.tiles()) {
    const auto column = static_cast<float>(index % across), row = static_cast<float>(index / across);
    const ImVec2 at(origin.x + column * (size.width + kTileGap), origin.y + row * (size.height + kTileGap));
    if (ImGui::IsRectVisible(at, {at.x + size.width, at.y + size.height})) draw_tile(context, *tile, size, at, index);
    ++index;
  }
  const int rows = (index + across - 1) / across;
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({width, std::max(static_cast<float>(rows) * (size.height + kTileGap), 1.0f)});
  if (index == 0) caption(ui, "There are no samples to show");
}

void draw(PanelContext& context) {
  if (!context.views.data) {
    const float width = button_width(context.ui, "Open files", true) + 12 + button_width(context.ui, "Open a folder", true);
    return draw_needs(context, "No data yet", "Samples set the ranges of int8, and tell what it costs in accuracy.", width,
                      [&] { data_buttons(context); });
  }
  Ui& ui = context.ui;
  const view::DataView& data = *context.views.data;
  scroll_region(ui, "data", context.canvas, ui.metrics.pad, [&] {
    const float width = ImGui::GetContentRegionAvail().x;
    draw_head(context, data);
    space(16);
    draw_preprocessing(ui, data, width);
    space(20);
    draw_tiles(context, data, width);
  });
}

void inspect(PanelContext& context) {
  Ui& ui = context.ui;
  if (!context.views.data) return caption(ui, "Facts of the data show here.");
  const view::DataView& data = *context.views.data;
  title(ui, "Data");
  space(6);
  fact_rows(ui, *data.facts());
  if (data.splits()->size() > 0) {
    space(18);
    title(ui, "Divided into");
    space(6);
  }
  for (const view::Split* split : *data.splits()) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    draw_text_in(ui, at.x, at.y, at.y + 20, ui.fonts.body, kBodySize, Tone::text, text_of(split->name()));
    draw_figure(ui, at.x + width, at.y, at.y + 20, *split->count(), true);
    draw_bar(ui, {{at.x, at.y + 21}, {at.x + width, at.y + 23}}, split->count()->share(), Tone::accent);
    ui.mirror.part({.role = Role::text,
                    .id = ImGui::GetID(split->name()->c_str()),
                    .name = text_of(split->name()),
                    .value = figure_text(*split->count()),
                    .min = at,
                    .max = {at.x + width, at.y + 26}});
    ImGui::Dummy({width, 27});
    caption(ui, text_of(split->what()));
    space(8);
  }
  if (data.classes()->size() > 0) {
    space(12);
    title(ui, "Classes");
    space(6);
    bar_rows(ui, *data.classes());
  }
  space(12);
  note_rows(ui, data.notes());
}

StepState state(const PanelContext& context) {
  if (context.core.running("open_data")) return StepState::running;
  if (!context.views.data) return StepState::to_do;
  return context.views.data->warnings()->size() > 0 ? StepState::attention : StepState::ready;
}

}  // namespace

void data_buttons(PanelContext& context) {
  Ui& ui = context.ui;
  const bool has_data = context.views.data != nullptr;
  if (button(ui, "Open files", has_data ? ButtonKind::plain : ButtonKind::primary, icon::open_file)) context.platform.pick_data(false);
  ImGui::SameLine(0, 12);
  if (button(ui, "Open a folder", ButtonKind::plain, icon::folder)) context.platform.pick_data(true);
}

const PanelDef panel_data{.name = "data", .title = "Data", .icon = icon::data, .state = state, .draw = draw, .inspect = inspect};

}  // namespace thimble::ui
