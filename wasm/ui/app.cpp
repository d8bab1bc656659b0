#include "wasm/ui/app.h"

#include <imgui_internal.h>

#include "core/base/json_writer.h"
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

void App::open_file(std::uint32_t handle, std::string_view name) {
  JsonWriter body;
  body.begin_object().field("name", name).end_object();
  core_.send("open_model", body.take(), "Open " + std::string(name), handle);
}

void App::file_trouble(std::string_view message, std::string_view hint) {
  core_.report({.message = std::string(message), .where = {}, .hint = std::string(hint)});
}

std::string App::hash() const {
  std::string out(all_panels()[static_cast<std::size_t>(step_)]->name);
  if (out == "model" && states_.model.shown == 1) out += "/memory";
  return out;
}

void App::go_to(std::string_view hash) {
  const std::size_t slash = hash.find('/');
  const int step = find_panel(hash.substr(0, slash));
  if (step < 0) return;
  step_ = step;
  inspector_open_ = false;
  if (all_panels()[static_cast<std::size_t>(step)]->name == "model")
    states_.model.shown = slash != std::string_view::npos && hash.substr(slash + 1) == "memory" ? 1 : 0;
  shown_hash_ = this->hash();
}

void App::choose_step(int step) {
  step_ = step;
  inspector_open_ = false;
}

PanelContext App::context(const Rect& canvas) {
  return {.ui = ui_, .core = core_, .platform = platform_, .states = states_, .views = core_.views(), .canvas = canvas};
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
  const bool has_inspector = all_panels()[static_cast<std::size_t>(step_)]->inspect != nullptr && core_.views().model;
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
  if (core_.take_model_opened() && all_panels()[static_cast<std::size_t>(step_)]->name == "start") choose_step(find_panel("model"));

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
  draw_rail(at);
  draw_top_bar(at.top_bar);
  const Rect canvas = draw_trouble(at.canvas);
  PanelContext panel = context(canvas);
  ImGui::PushID(step_);
  all_panels()[static_cast<std::size_t>(step_)]->draw(panel);
  ImGui::PopID();
  if (at.inspector.width() > 0) draw_inspector(at);
  if (at.status.height() > 0) draw_status(at.status);
  if (log_open_) draw_log({{at.status.min.x, at.status.min.y - 160}, {at.status.max.x, at.status.min.y}});
  if (dragging_) draw_drop_overlay(screen);
  ImGui::End();
  ImGui::PopFont();

  std::string text;
  if (ui_.mirror.end_frame(text)) platform_.mirror(text);
  if (const std::string said = core_.take_announcement(); !said.empty()) platform_.announce(said);
  if (const std::string now = hash(); now != shown_hash_) {
    shown_hash_ = now;
    platform_.show_step(now);
  }
}

}  // namespace thimble::ui
