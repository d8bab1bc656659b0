// Headless: an App without a window. Frames are laid out as in the page, their triangles counted and thrown away.
#pragma once

#include <imgui.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/api/message.h"
#include "core/view/views.h"
#include "tests/wasm_ui/sample_job.h"
#include "wasm/ui/app.h"

namespace thimble::test {

class RecordingPlatform final : public ui::Platform {
 public:
  void send(std::span<const std::byte> message, std::uint32_t file) override;
  void pick_file() override { ++picks; }
  void pick_data(bool folder) override { ++(folder ? folder_picks : data_picks); }
  void take_sample() override { ++samples; }
  void save(std::uint32_t result, std::string_view name) override { saved = std::to_string(result) + " " + std::string(name); }
  void drop_result(std::uint32_t result) override { dropped.push_back(result); }
  void run_onnx(std::uint32_t result, std::string_view job) override { onnx = std::to_string(result) + " " + std::string(job); }
  void save_log() override { saved = "log"; }
  void save_text(std::string_view text, std::string_view name) override { saved = std::string(name) + "\n" + std::string(text); }
  void save_picture(const ui::Rect& part, std::string_view name) override {
    saved = std::string(name) + " " + std::to_string(static_cast<int>(part.width()));
  }
  void copy_text(std::string_view text) override { copied = text; }
  void mirror(std::string_view json) override { mirrored = json; }
  void announce(std::string_view text) override { announced = text; }
  void show_step(std::string_view hash) override { step = hash; }
  void keep_session(std::string_view session, std::string_view handles) override {
    kept = session;
    kept_handles = handles;
  }
  void forget_session() override { kept.clear(); }
  void keep_hints(std::uint32_t dismissed) override { hints = dismissed; }
  void set_scheme(bool dark) override { scheme = dark ? "dark" : "light"; }
  void restart_core() override { ++restarts; }

  std::vector<Message> sent;
  std::vector<std::uint32_t> files, dropped;
  std::uint32_t hints = 0;
  int picks = 0, data_picks = 0, folder_picks = 0, samples = 0, restarts = 0;
  std::string saved, onnx, copied, mirrored, announced, step, scheme, kept, kept_handles;
};

class Headless {
 public:
  Headless(float width, float height, const ui::Surroundings& surroundings = {});
  ~Headless();

  void draw(int frames = 3);
  int triangles() const { return triangles_; }
  // What the core would send.
  void answer(std::int64_t re, const std::string& kind, const std::string& body, std::vector<Blob> blobs = {});
  void show(const ModelReport& report, const std::string& target = {});
  // The views of the main job, as a session would send them: data, plan, run and results.
  void show_job(const JobViews& job);
  // By the mirror, as keyboard and screen readers do it: the first part of that role whose name starts so.
  void press(const std::string& role, const std::string& name, ui::MirrorAction action = ui::MirrorAction::press,
             const std::string& text = {});
  // Several actions on one part before the next frame, as fast keys do it.
  void press_all(const std::string& role, const std::string& name, std::span<const ui::MirrorAction> actions);
  bool has(const std::string& role, const std::string& name) const;
  int count(const std::string& role) const;
  ui::Rect rect(const std::string& role, const std::string& name) const;
  std::vector<std::int64_t> ids() const;  // of every part

  RecordingPlatform platform;
  std::unique_ptr<ui::App> app;

 private:
  std::uint32_t find(const std::string& role, const std::string& name) const;

  ImGuiContext* context_;
  int triangles_ = 0;
  std::vector<std::string> misuse_;
  std::int64_t last_id_ = 0;
};

}  // namespace thimble::test
