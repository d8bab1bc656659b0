// Platform: what the page (or a test) does for the UI. The UI itself reads no file and reaches no network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "wasm/ui/ui.h"

namespace thimble::ui {

class Platform {
 public:
  virtual ~Platform() = default;
  // A message for the core. `file`: handle of a file that the page holds and that goes along as the only blob; 0: none.
  virtual void send(std::span<const std::byte> message, std::uint32_t file) = 0;
  virtual void pick_file() = 0;               // a model
  virtual void pick_data(bool folder) = 0;    // files of samples, or a folder of them
  virtual void take_sample() = 0;             // the model and the images that the page brings
  virtual void save(std::uint32_t result, std::string_view name) = 0;  // the blob of a "done" that the page holds
  virtual void drop_result(std::uint32_t result) = 0;  // nobody wants it any more, nor what it is run for
  // Runs the models of a "done" on its samples in another runtime; the outputs come back by App::onnx_done. `job` is JSON.
  virtual void run_onnx(std::uint32_t result, std::string_view job) = 0;
  virtual void save_log() = 0;                // of all requests and answers, which the page keeps (core/api/event_log.h)
  virtual void save_text(std::string_view text, std::string_view name) = 0;
  virtual void save_picture(const Rect& part, std::string_view name) = 0;  // of the canvas, as the next frame has it; PNG
  virtual void copy_text(std::string_view text) = 0;
  virtual void mirror(std::string_view json) = 0;
  virtual void announce(std::string_view text) = 0;
  virtual void show_step(std::string_view hash) = 0;  // into the address, so that "back" walks the steps
  // What CoreLink::take_up() is to be given after a reload, and the handles of the files that it needs, as a list in JSON.
  virtual void keep_session(std::string_view session, std::string_view handles) = 0;
  virtual void forget_session() = 0;
  virtual void keep_hints(std::uint32_t dismissed) = 0;  // for the next visit
  virtual void set_scheme(bool dark) = 0;
  virtual void restart_core() = 0;
};

}  // namespace thimble::ui
