#include "wasm/platform_web.h"

#include <emscripten.h>

EM_JS_DEPS(thimble_platform, "$UTF8ToString");

// clang-format off
EM_JS(void, host_send, (const void* bytes, size_t size, unsigned file), { Module.host.send(HEAPU8.slice(bytes, bytes + size), file); });
EM_JS(void, host_pick_file, (), { Module.host.pickFile(); });
EM_JS(void, host_pick_data, (bool folder), { Module.host.pickData(Boolean(folder)); });
EM_JS(void, host_take_sample, (), { Module.host.takeSample(); });
EM_JS(void, host_save, (unsigned result, const char* name, size_t size), { Module.host.save(result, UTF8ToString(name, size)); });
EM_JS(void, host_drop_result, (unsigned result), { Module.host.dropResult(result); });
EM_JS(void, host_run_onnx, (unsigned result, const char* job, size_t size), { Module.host.runOnnx(result, UTF8ToString(job, size)); });
EM_JS(void, host_save_log, (), { Module.host.saveLog(); });
EM_JS(void, host_save_text, (const char* text, size_t size, const char* name, size_t name_size), {
  Module.host.saveText(UTF8ToString(text, size), UTF8ToString(name, name_size));
});
EM_JS(void, host_save_picture, (float x, float y, float width, float height, const char* name, size_t size), {
  Module.host.savePicture(x, y, width, height, UTF8ToString(name, size));
});
EM_JS(void, host_copy_text, (const char* text, size_t size), { Module.host.copyText(UTF8ToString(text, size)); });
EM_JS(void, host_mirror, (const char* json, size_t size), { Module.host.mirror(UTF8ToString(json, size)); });
EM_JS(void, host_announce, (const char* text, size_t size), { Module.host.announce(UTF8ToString(text, size)); });
EM_JS(void, host_show_step, (const char* hash, size_t size), { Module.host.showStep(UTF8ToString(hash, size)); });
EM_JS(void, host_keep_session, (const char* session, size_t size, const char* handles, size_t handles_size), {
  Module.host.keepSession(UTF8ToString(session, size), UTF8ToString(handles, handles_size));
});
EM_JS(void, host_forget_session, (), { Module.host.forgetSession(); });
EM_JS(void, host_keep_hints, (unsigned dismissed), { Module.host.keepHints(dismissed); });
EM_JS(void, host_set_scheme, (bool dark), { Module.host.setScheme(Boolean(dark)); });
EM_JS(void, host_restart_core, (), { Module.host.restartCore(); });
// clang-format on

namespace thimble::ui {

void PlatformWeb::send(std::span<const std::byte> message, std::uint32_t file) { host_send(message.data(), message.size(), file); }
void PlatformWeb::pick_file() { host_pick_file(); }
void PlatformWeb::pick_data(bool folder) { host_pick_data(folder); }
void PlatformWeb::take_sample() { host_take_sample(); }
void PlatformWeb::save(std::uint32_t result, std::string_view name) { host_save(result, name.data(), name.size()); }
void PlatformWeb::drop_result(std::uint32_t result) { host_drop_result(result); }
void PlatformWeb::run_onnx(std::uint32_t result, std::string_view job) { host_run_onnx(result, job.data(), job.size()); }
void PlatformWeb::save_log() { host_save_log(); }
void PlatformWeb::save_text(std::string_view text, std::string_view name) {
  host_save_text(text.data(), text.size(), name.data(), name.size());
}
void PlatformWeb::save_picture(const Rect& part, std::string_view name) {
  host_save_picture(part.min.x, part.min.y, part.width(), part.height(), name.data(), name.size());
}
void PlatformWeb::copy_text(std::string_view text) { host_copy_text(text.data(), text.size()); }
void PlatformWeb::mirror(std::string_view json) { host_mirror(json.data(), json.size()); }
void PlatformWeb::announce(std::string_view text) { host_announce(text.data(), text.size()); }
void PlatformWeb::show_step(std::string_view hash) { host_show_step(hash.data(), hash.size()); }
void PlatformWeb::keep_session(std::string_view session, std::string_view handles) {
  host_keep_session(session.data(), session.size(), handles.data(), handles.size());
}
void PlatformWeb::forget_session() { host_forget_session(); }
void PlatformWeb::keep_hints(std::uint32_t dismissed) { host_keep_hints(dismissed); }
void PlatformWeb::set_scheme(bool dark) { host_set_scheme(dark); }
void PlatformWeb::restart_core() { host_restart_core(); }

}  // namespace thimble::ui
