// PlatformWeb: the UI's platform in the page. The only file with JavaScript inside C++ is platform_web.cpp; what it calls is
//   Module.host, an object that web/page.js gives (web/types.d.ts says its shape).
#pragma once

#include "wasm/ui/platform.h"

namespace thimble::ui {

class PlatformWeb final : public Platform {
 public:
  void send(std::span<const std::byte> message, std::uint32_t file) override;
  void pick_file() override;
  void pick_data(bool folder) override;
  void take_sample() override;
  void save(std::uint32_t result, std::string_view name) override;
  void drop_result(std::uint32_t result) override;
  void run_onnx(std::uint32_t result, std::string_view job) override;
  void save_log() override;
  void save_text(std::string_view text, std::string_view name) override;
  void save_picture(const Rect& part, std::string_view name) override;
  void copy_text(std::string_view text) override;
  void mirror(std::string_view json) override;
  void announce(std::string_view text) override;
  void show_step(std::string_view hash) override;
  void keep_session(std::string_view session, std::string_view handles) override;
  void forget_session() override;
  void keep_hints(std::uint32_t dismissed) override;
  void set_scheme(bool dark) override;
  void restart_core() override;
};

}  // namespace thimble::ui
