#include "wasm/ui/panels/results_parts.h"

#include <algorithm>

#include "core/base/json_writer.h"
#include "icons.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/panel_states.h"

namespace thimble::ui {

namespace {

const view::Candidate* chosen_candidate(const view::ResultsView& results) {
  for (const view::Candidate* candidate : *results.candidates()) {
    if (text_of(candidate->id()) == text_of(results.chosen())) return candidate;
  }
  return nullptr;
}

void ask(PanelContext& context, const char* kind, std::string_view candidate, std::string_view form, std::string what) {
  JsonWriter body;
  body.begin_object();
  if (!candidate.empty()) body.field("candidate", candidate);
  if (!form.empty()) body.field("format", form);
  body.end_object();
  context.core.send(kind, body.take(), std::move(what));
}

// Buttons in a row that goes on in the next line where there is no room.
struct Flow {
  float left, right;
  bool first = true;
  void next(float width) {
    if (!first) {
      ImGui::SameLine(0, 12);
      if (ImGui::GetCursorScreenPos().x + width > right) {
        ImGui::NewLine();
        space(8);
      }
    }
    first = false;
  }
};

void draw_downloads(PanelContext& context, const view::ResultsView& results) {
  Ui& ui = context.ui;
  const view::Candidate* chosen = chosen_candidate(results);
  const float left = ImGui::GetCursorScreenPos().x;
  Flow flow{.left = left, .right = left + ImGui::GetContentRegionAvail().x};
  const auto press = [&](const char* label, ButtonKind kind, const char* icon, bool off) {
    flow.next(button_width(ui, label, true));
    return button(ui, label, kind, icon, off);
  };
  const bool none = !chosen || chosen->failed();
  const std::string id(chosen ? text_of(chosen->id()) : std::string_view());
  const std::string title(chosen ? text_of(chosen->title()) : std::string_view());
  if (press("Download the package", ButtonKind::primary, icon::download, none || context.core.running("emit_package"))) {
    JsonWriter body;
    body.begin_object().field("candidate", id).field("save", true).end_object();
    context.core.send("emit_package", body.take(), "Make the package of " + title);
  }
  if (press(".tflite", ButtonKind::plain, icon::download, none))
    ask(context, "export_model", id, "tflite", "Write " + title + " as .tflite");
  if (press(".onnx", ButtonKind::plain, icon::download, none)) ask(context, "export_model", id, "onnx", "Write " + title + " as .onnx");
  if (press("Report", ButtonKind::plain, icon::file, false)) ask(context, "save_report", {}, "html", "Write the report");
  if (!chosen || chosen->recommended()) return;
  space(8);
  caption(ui, "Downloads are of " + title + ", which is not recommended.");
}

}  // namespace

void draw_recommendation(PanelContext& context, const view::ResultsView& results, float width) {
  Ui& ui = context.ui;
  card(ui, "recommendation", width, [&] {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float inner = ImGui::GetContentRegionAvail().x;
    draw_icon(ui, {at.x + 9, at.y + 11}, meaning_icon(results.meaning()), meaning_tone(results.meaning(), Tone::accent), 18);
    ImGui::SetCursorScreenPos({at.x + 30, at.y});
    ImGui::BeginChild("sentence", {inner - 30, 0}, ImGuiChildFlags_AutoResizeY,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    paragraph(ui, text_of(results.sentence()), Tone::text, 16, ui.fonts.semibold);
    ImGui::EndChild();
    ui.mirror.part({.role = Role::heading,
                    .id = ImGui::GetID("recommended"),
                    .name = text_of(results.sentence()),
                    .min = at,
                    .max = ImGui::GetItemRectMax()});
    space(10);
    for (const auto* list : {results.reasons(), results.advice()}) {
      for (const flatbuffers::String* text : *list) {
        bullet(ui, text_of(text));
        space(4);
      }
    }
    for (const flatbuffers::String* text : *results.warnings()) {
      sentence(ui, view::Meaning::attention, text_of(text));
      space(4);
    }
    if (results.notes()) {
      for (const flatbuffers::String* text : *results.notes()) {
        bullet(ui, text_of(text), Tone::muted);
        space(4);
      }
    }
    space(8);
    draw_downloads(context, results);
  });
}

void draw_sensitivity(PanelContext& context, const view::Candidate& candidate, float width, float height) {
  Ui& ui = context.ui;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::BeginChild("sensitivity", {width, 0}, ImGuiChildFlags_AutoResizeY,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  title(ui, "Where it loses accuracy");
  space(2);
  caption(ui, candidate.layers()->size() > 0 ? "SQNR of the output when only this layer is quantized; long bars cost most."
                                             : "This technique has no layers to rank.");
  ImGui::EndChild();
  const float top = ImGui::GetItemRectMax().y + 8;
  scroll_region(ui, "layers", {{at.x, top}, {at.x + width, at.y + height}}, 0, [&] {
    const float row_width = ImGui::GetContentRegionAvail().x - 12;
    int index = 0;
    for (const view::LayerBar* layer : *candidate.layers()) {
      const ImVec2 row = ImGui::GetCursorScreenPos();
      ImGui::PushID(index++);
      ImGui::Dummy({row_width, 30});
      if (ImGui::IsItemVisible()) {
        const view::Figure& figure = *layer->output_sqnr();
        const std::string name = text_of(layer->repair()).empty()
                                     ? std::string(text_of(layer->layer()))
                                     : std::string(text_of(layer->layer())) + " (now " + layer->repair()->str() + ")";
        draw_text_in(ui, row.x, row.y, row.y + 20, ui.fonts.body, kCaptionSize, Tone::text, name, row_width - 90);
        draw_figure(ui, row.x + row_width, row.y, row.y + 20, figure, false);
        draw_bar(ui, {{row.x, row.y + 21}, {row.x + row_width, row.y + 24}}, figure.share(), meaning_tone(figure.meaning(), Tone::accent));
        ui.mirror.part({.role = Role::text,
                        .id = ImGui::GetID("layer"),
                        .name = name,
                        .value = figure_text(figure),
                        .min = row,
                        .max = {row.x + row_width, row.y + 26}});
        tip(ui, text_of(layer->op()));
      }
      ImGui::PopID();
    }
  });
}

void draw_disagreements(PanelContext& context, const view::ResultsView& results, float width) {
  Ui& ui = context.ui;
  if (text_of(results.disagreement_text()).empty()) return;
  title(ui, "Where the answers differ");
  space(2);
  caption(ui, text_of(results.disagreement_text()));
  space(10);
  constexpr float tile_width = 132, side = 88, gap = 12, height = side + 103;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const int across = std::max(1, static_cast<int>((width + gap) / (tile_width + gap)));
  int index = 0;
  for (const view::Disagreement* sample : *results.disagreements()) {
    const ImVec2 at(origin.x + static_cast<float>(index % across) * (tile_width + gap),
                    origin.y + static_cast<float>(index / across) * (height + gap));
    const Rect rect{at, {at.x + tile_width, at.y + height}};
    ImGui::PushID(index++);
    if (ImGui::IsRectVisible(rect.min, rect.max)) {
      frame_rect(ui, rect, Tone::surface, Tone::line, ui.metrics.radius);
      const Rect picture{{at.x + (tile_width - side) / 2, at.y + 8}, {at.x + (tile_width + side) / 2, at.y + 8 + side}};
      context.images.draw("results", context.core.store().revision("results"), results.sheet(), sample->seen(), picture);
      const float room = tile_width - 20;
      float y = at.y + side + 14;
      draw_text(ui, {at.x + 10, y}, ui.fonts.body, kCaptionSize, Tone::muted, text_of(sample->name()), room);
      y += 19;
      const auto line = [&](const char* who, const flatbuffers::String* text, bool right) {
        const Tone tone = text_of(sample->label()).empty() ? Tone::text : right ? Tone::good : Tone::bad;
        draw_text(ui, {at.x + 10, y}, ui.fonts.body, kCaptionSize, Tone::muted, who);
        draw_text(ui, {at.x + 48, y}, ui.fonts.semibold, kCaptionSize, tone, text_of(text), room - 38);
        y += 19;
      };
      line("float", sample->float_text(), sample->float_right());
      line("here", sample->candidate_text(), sample->candidate_right());
      if (!text_of(sample->label()).empty()) {
        draw_text(ui, {at.x + 10, y}, ui.fonts.body, kCaptionSize, Tone::muted, "label");
        draw_text(ui, {at.x + 48, y}, ui.fonts.body, kCaptionSize, Tone::text, text_of(sample->label()), room - 38);
      }
      const std::string value = "float " + sample->float_text()->str() + ", here " + sample->candidate_text()->str() +
                                (text_of(sample->label()).empty() ? "" : ", label " + sample->label()->str());
      ui.mirror.part({.role = Role::image,
                      .id = ImGui::GetID("sample"),
                      .name = text_of(sample->name()),
                      .value = value,
                      .min = rect.min,
                      .max = rect.max});
    }
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({width, std::max(static_cast<float>((index + across - 1) / across) * (height + gap), 1.0f)});
}

void draw_checks(PanelContext& context, float width) {
  const view::ChecksView* checks = context.views.checks;
  if (!checks) return;
  Ui& ui = context.ui;
  card(ui, "checks", width, [&] {
    title(ui, "Checked by another runtime");
    space(6);
    if (!text_of(checks->state()).empty()) {
      caption(ui, text_of(checks->state()));
      space(4);
    }
    for (const view::Check* check : *checks->rows()) {
      sentence(ui, check->meaning(), check->title()->str() + ": " + check->text()->str());
      space(4);
    }
  });
}

}  // namespace thimble::ui
