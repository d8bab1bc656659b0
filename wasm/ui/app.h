// App: the frame around the panels: rail of steps, top bar, canvas, inspector, status and log. One draw() is one frame.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/ui/core_link.h"
#include "wasm/ui/forms.h"
#include "wasm/ui/frame_times.h"
#include "wasm/ui/panel_def.h"
#include "wasm/ui/panel_states.h"
#include "wasm/ui/ui.h"

namespace thimble::ui {

struct Surroundings {
  bool dark = true;
  bool touch = false;
  bool reduced_motion = false;
  bool offline_ready = false;  // the service worker holds every file
  int threads = 1;             // of the core
  float pixel_ratio = 1;
};

struct GivenFile {
  std::int64_t handle = 0;
  std::string path;
  std::int64_t size = 0;
};

// The model that was asked for last, and what the core has been told beside it.
struct AskedModel {
  std::uint32_t handle = 0;
  std::string name;
  std::vector<GivenFile> siblings;           // files that came with it
  std::map<std::string, std::string> sizes;  // of open dimensions, as typed
  std::map<std::string, FieldEdit> edits;
};

class App {
 public:
  explicit App(Platform& platform);

  void load_fonts();  // into ImGui's current context
  void set_surroundings(const Surroundings& surroundings);
  void draw();
  // Milliseconds until it has to be drawn again without input; negative: not before the next input.
  double wake_ms() const { return ui_.wake_ms; }

  void receive(std::span<const std::byte> message) { core_.receive(message); }
  void core_died(std::string_view reason) { core_.core_died(reason); }
  void take_up(std::string_view session, bool at_once) { core_.take_up(session, at_once); }
  void checkpoint(std::uint32_t handle) { core_.checkpoint(handle); }
  void open_file(std::uint32_t handle, std::string_view name);  // a model
  // What was dropped or picked: [{"handle": 1, "path": "digits/7/a.png", "size": 912}, ...]. `purpose`: "model", "data", or
  // empty, when names tell: files of model formats are models, all others samples, or weights of the model.
  void open_files(std::string_view json, std::string_view purpose);
  // What another runtime answered (Platform::run_onnx): a held file of floats, and JSON on it that goes to the core as it is.
  void onnx_done(std::uint32_t outputs, std::string_view about);
  void file_trouble(std::string_view message, std::string_view hint);
  void go_to(std::string_view hash);  // "model", "model/memory"; from the address
  void dismiss_hints(std::uint32_t dismissed) { dismissed_hints_ = dismissed; }
  void drag(bool over) { dragging_ = over; }
  void mirror_input(MirrorInput input) { ui_.mirror.post(std::move(input)); }
  bool key(std::string_view chord);  // false: it means nothing now

  std::string hash() const;
  const CoreLink& core() const { return core_; }

 private:
  struct Layout {
    Rect rail, top_bar, canvas, inspector, status;
    bool bottom_rail = false, inspector_over = false;
  };

  void open(AskedModel model);
  void ask_model();
  bool complete_model(std::span<const GivenFile> files);
  Layout layout(const Rect& screen) const;
  PanelContext context(const Rect& canvas);
  void choose_step(int step);
  void follow(const Finished& finished);
  bool on_step(std::string_view name) const;
  void draw_rail(const Layout& at);
  void draw_top_bar(const Rect& bar);
  float draw_top_bar_actions(const Rect& bar);  // answers where they begin
  void draw_top_bar_title(const Rect& bar, float room);
  void draw_inspector(const Layout& at);
  void draw_status(const Rect& bar);
  void draw_log(const Rect& above);
  Rect draw_trouble(const Rect& canvas);
  void draw_remedy(const Trouble& trouble);
  bool draw_missing(const view::MissingView& missing, float right);
  const view::MissingView* missing_of(const Trouble& trouble) const;
  void draw_drop_overlay(const Rect& screen);

  Platform& platform_;
  FrameTimes times_;
  CoreLink core_;
  Ui ui_;
  PanelStates states_;
  Images images_;
  Surroundings around_;
  int step_ = 0;
  std::uint32_t dismissed_hints_ = 0;
  bool log_open_ = false, inspector_open_ = false, dragging_ = false, details_open_ = false;
  std::string shown_hash_;
  AskedModel asked_;
};

}  // namespace thimble::ui
