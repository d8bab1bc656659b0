#include "wasm/ui/app.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>

#include "wasm/ui/hints.h"
#include "wasm/ui/widgets.h"

namespace thimble::ui {

App::App(Platform& platform) : platform_(platform), core_(platform) { set_surroundings({}); }

void App::load_fonts() { ui_.fonts = ui::load_fonts(*ImGui::GetIO().Fonts); }

void App::set_surroundings(const Surroundings& surroundings) {
  around_ = surroundings;
  ui_.theme = make_theme(surroundings.dark);
  ui_.touch = surroundings.touch;
  ui_.reduced_motion = surroundings.reduced_motion;
  ui_.metrics = Metrics();
  ui_.metrics.row = surroundings.touch ? 44.0f : 28.0f;
  ui_.metrics.hairline = 1 / std::max(surroundings.pixel_ratio, 1.0f);
  if (ImGui::GetCurrentContext()) apply_theme(ui_.theme, ui_.metrics);
}

void App::onnx_done(std::uint32_t outputs, std::string_view about) { core_.send("check_outputs", std::string(about), {}, outputs); }

void App::file_trouble(std::string_view message, std::string_view hint) {
  core_.report({.message = std::string(message), .where = {}, .hint = std::string(hint)});
}

// What is typed, and undone and copied while it is, belongs to the field.
bool App::key(std::string_view chord) {
  if (ImGui::GetIO().WantTextInput && chord != "ctrl+enter") return false;
  return ui_.keys.post(chord);
}

namespace {

// What the model step shows, as the address says it; the graph is the step itself.
constexpr std::array<std::string_view, 3> kModelParts = {"", "layers", "memory"};

}  // namespace

std::string App::hash() const {
  std::string out(all_panels()[static_cast<std::size_t>(step_)]->name);
  if (out == "model" && states_.model.shown > 0) out += "/" + std::string(kModelParts[static_cast<std::size_t>(states_.model.shown)]);
  return out;
}

void App::go_to(std::string_view hash) {
  const std::size_t slash = hash.find('/');
  const int step = find_panel(hash.substr(0, slash));
  if (step < 0) return;
  step_ = step;
  inspector_open_ = false;
  if (all_panels()[static_cast<std::size_t>(step)]->name == "model") {
    const auto part = std::find(kModelParts.begin(), kModelParts.end(), slash == std::string_view::npos ? "" : hash.substr(slash + 1));
    states_.model.shown = part == kModelParts.end() ? 0 : static_cast<int>(part - kModelParts.begin());
  }
  shown_hash_ = this->hash();
}

bool App::on_step(std::string_view name) const { return all_panels()[static_cast<std::size_t>(step_)]->name == name; }

// What was waited for is shown; a step that the user has chosen in the meantime stays, and so does the one of a page that was reloaded.
void App::follow(const Finished& finished) {
  if (finished.kind == "open_model" && on_step("start")) choose_step(find_panel("model"));
  if (finished.kind == "open_data" && (on_step("start") || (on_step("model") && !finished.again))) choose_step(find_panel("data"));
  if (finished.kind == "run_optimize") {
    core_.send("check_inputs", "{}", {});  // in the background: another runtime has its say
    if (on_step("run")) choose_step(find_panel("results"));
  }
}

void App::choose_step(int step) {
  step_ = step;
  inspector_open_ = false;
}

PanelContext App::context(const Rect& canvas) {
  return {.ui = ui_, .core = core_, .platform = platform_, .states = states_, .images = images_, .views = core_.views(), .canvas = canvas};
}

App::Layout App::layout(const Rect& screen) const {
  const Metrics& metrics = ui_.metrics;
  const Width width = width_of(screen.width());
  Layout out;
  Rect rest = screen;
  if (width == Width::narrow) {
    out.bottom_rail = true;
    out.rail = {{rest.min.x, rest.max.y - metrics.bottom_bar}, rest.max};
    rest.max.y = out.rail.min.y;
  } else {
    out.rail = {rest.min, {rest.min.x + metrics.rail, rest.max.y}};
    rest.min.x = out.rail.max.x;
  }
  out.top_bar = {rest.min, {rest.max.x, rest.min.y + metrics.top_bar}};
  rest.min.y = out.top_bar.max.y;
  out.status = {{rest.min.x, rest.max.y - metrics.status}, rest.max};
  if (width == Width::narrow) out.status.min.y = out.status.max.y;  // what runs shows in the top bar there
  rest.max.y = out.status.min.y;
  const bool has_inspector =
      all_panels()[static_cast<std::size_t>(step_)]->inspect != nullptr && (core_.views().model || core_.views().data);
  if (has_inspector && width == Width::wide) {
    out.inspector = {{rest.max.x - metrics.inspector, rest.min.y}, rest.max};
    rest.max.x = out.inspector.min.x;
  } else if (has_inspector && inspector_open_) {
    out.inspector_over = true;
    const float own = std::min(metrics.inspector + 24, rest.width());
    out.inspector = {{rest.max.x - own, rest.min.y}, rest.max};
  }
  out.canvas = rest;
  return out;
}

void App::draw() {
  ImGuiIO& io = ImGui::GetIO();
  ui_.wake_ms = -1;
  ui_.mirror.begin_frame();
  ui_.keys.begin_frame();
  while (const std::optional<Finished> finished = core_.take_finished()) follow(*finished);
  if (const int wanted = find_panel(std::exchange(states_.wanted_step, {})); wanted >= 0) choose_step(wanted);
  images_.end_frame();

  const Rect screen{{0, 0}, io.DisplaySize};
  ui_.width = width_of(screen.width());
  ImGui::SetNextWindowPos(screen.min);
  ImGui::SetNextWindowSize(io.DisplaySize);
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoNav;
  // Only a font that was pushed learns how dense the screen is; we draw with fonts that are not.
  for (ImFont* font : {ui_.fonts.semibold, ui_.fonts.mono}) {
    ImGui::PushFont(font, kBodySize);
    ImGui::PopFont();
  }
  ImGui::PushFont(ui_.fonts.body, kBodySize);
  ImGui::Begin("thimble", nullptr, flags);
  const Layout at = layout(screen);
  times_.measure("Frame", [&] {
    draw_rail(at);
    draw_top_bar(at.top_bar);
  });
  const std::uint32_t hints = dismissed_hints_;
  const Rect canvas = draw_hint(ui_, hash(), draw_trouble(at.canvas), dismissed_hints_);
  if (dismissed_hints_ != hints) platform_.keep_hints(dismissed_hints_);
  PanelContext panel = context(canvas);
  const PanelDef& shown = *all_panels()[static_cast<std::size_t>(step_)];
  ImGui::PushID(step_);
  times_.measure(shown.title, [&] { shown.draw(panel); });
  ImGui::PopID();
  // The rail may have left for a step that has none since the frame was laid out.
  if (at.inspector.width() > 0 && all_panels()[static_cast<std::size_t>(step_)]->inspect)
    times_.measure("Inspector", [&] { draw_inspector(at); });
  if (at.status.height() > 0) draw_status(at.status);
  if (log_open_) draw_log({{at.status.min.x, at.status.min.y - 160}, {at.status.max.x, at.status.min.y}});
  times_.draw(ui_, screen);
  if (dragging_) draw_drop_overlay(screen);
  ImGui::End();
  ImGui::PopFont();
  if (!states_.wanted_step.empty()) ui_.wake_ms = 0;

  std::string text;
  if (ui_.mirror.end_frame(text)) platform_.mirror(text);
  ui_.keys.end_frame();
  if (ui_.mirror.has_input() || ui_.keys.has_input()) ui_.wake_ms = 0;
  for (const Download& each : std::exchange(ui_.downloads, {})) {
    if (each.text.empty()) platform_.save_picture(each.picture, each.name);
    else platform_.save_text(each.text, each.name);
  }
  if (!ui_.copied.empty()) platform_.copy_text(std::exchange(ui_.copied, {}));
  if (const std::string said = core_.take_announcement(); !said.empty()) platform_.announce(said);
  if (const std::string now = hash(); now != shown_hash_) {
    shown_hash_ = now;
    platform_.show_step(now);
  }
}

}  // namespace thimble::ui
