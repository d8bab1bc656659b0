// The canvas module: SDL2 window and WebGL2 context, ImGui, and one frame whenever the page asks for one. Nothing runs by
//   itself: web/page.js asks on input, on events and when wake_ms says so.
#include <GLES3/gl3.h>
#include <SDL.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "wasm/platform_web.h"
#include "wasm/ui/app.h"

namespace {

using thimble::ui::App;

struct Canvas {
  SDL_Window* window = nullptr;
  SDL_GLContext gl = nullptr;
  thimble::ui::PlatformWeb platform;
  std::unique_ptr<App> app;
  int frames = 0;
};

Canvas canvas;  // the module is one canvas; its life is the page's

bool start_graphics(int width, int height) {
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  canvas.window = SDL_CreateWindow("Thimble", 0, 0, width, height, SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI | SDL_WINDOW_RESIZABLE);
  if (!canvas.window) return false;
  canvas.gl = SDL_GL_CreateContext(canvas.window);
  return canvas.gl != nullptr;
}

std::string_view text_of(char* text) { return text ? std::string_view(text) : std::string_view(); }

}  // namespace

// Strings and bytes that come in are from malloc and are taken over.
extern "C" {

// False: no WebGL2.
bool thimble_ui_start(int width, int height) {
  if (!start_graphics(width, height)) return false;
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // a blinking cursor would draw for ever
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  ImGui_ImplSDL2_InitForOpenGL(canvas.window, canvas.gl);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  canvas.app = std::make_unique<App>(canvas.platform);
  canvas.app->load_fonts();
  canvas.app->set_surroundings({});
  return true;
}

// Draws one frame; answers the milliseconds after which the next one is wanted, negative for "not without input".
double thimble_ui_frame() {
  SDL_Event event;
  while (SDL_PollEvent(&event)) ImGui_ImplSDL2_ProcessEvent(&event);
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  // The time since the last frame may be minutes here; ImGui means the time since the last look at the input.
  ImGui::GetIO().DeltaTime = std::min(ImGui::GetIO().DeltaTime, 0.1f);
  ImGui::NewFrame();
  canvas.app->draw();
  ImGui::Render();
  int width = 0, height = 0;
  SDL_GL_GetDrawableSize(canvas.window, &width, &height);
  glViewport(0, 0, width, height);
  const ImVec4 ground = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  SDL_GL_SwapWindow(canvas.window);
  ++canvas.frames;
  // Input that arrived in one go is handed out over several frames (press and release in two).
  if (!ImGui::GetCurrentContext()->InputEventsQueue.empty()) return 0;
  return canvas.app->wake_ms();
}

int thimble_ui_frames_drawn() { return canvas.frames; }

void thimble_ui_resize(int width, int height) { SDL_SetWindowSize(canvas.window, width, height); }

void thimble_ui_surroundings(bool dark, bool touch, bool reduced_motion, bool offline_ready, int threads, double pixel_ratio) {
  canvas.app->set_surroundings({.dark = dark,
                                .touch = touch,
                                .reduced_motion = reduced_motion,
                                .offline_ready = offline_ready,
                                .threads = threads,
                                .pixel_ratio = static_cast<float>(pixel_ratio)});
}

void thimble_ui_event(std::uint8_t* bytes, std::size_t size) {
  canvas.app->receive(std::as_bytes(std::span(bytes, size)));
  std::free(bytes);
}

void thimble_ui_core_died(char* reason) {
  canvas.app->core_died(text_of(reason));
  std::free(reason);
}

void thimble_ui_files(char* files, char* purpose) {
  canvas.app->open_files(text_of(files), text_of(purpose));
  std::free(files);
  std::free(purpose);
}

// What an earlier page has kept (Platform::keep_session); `at_once`: it was this tab.
void thimble_ui_take_up(char* session, bool at_once) {
  canvas.app->take_up(text_of(session), at_once);
  std::free(session);
}

// A file that the page holds now: bytes of the view "checkpoint".
void thimble_ui_checkpoint(std::uint32_t handle) { canvas.app->checkpoint(handle); }

void thimble_ui_onnx_done(std::uint32_t outputs, char* about) {
  canvas.app->onnx_done(outputs, text_of(about));
  std::free(about);
}

void thimble_ui_file_trouble(char* message, char* hint) {
  canvas.app->file_trouble(text_of(message), text_of(hint));
  std::free(message);
  std::free(hint);
}

void thimble_ui_go_to(char* hash) {
  canvas.app->go_to(text_of(hash));
  std::free(hash);
}

// The context came back empty: the next frame makes program, buffers and textures anew.
void thimble_ui_graphics_restored() { ImGui_ImplOpenGL3_DestroyDeviceObjects(); }

void thimble_ui_dismiss_hints(std::uint32_t dismissed) { canvas.app->dismiss_hints(dismissed); }

void thimble_ui_drag(bool over) { canvas.app->drag(over); }

// A key with a meaning of its own ("f", "ctrl+enter"); false: it has none now, and stays with the browser.
bool thimble_ui_key(char* chord) {
  const bool taken = canvas.app->key(text_of(chord));
  std::free(chord);
  return taken;
}

// `action` is a MirrorAction by number (web/mirror.js has the same list).
void thimble_ui_mirror_input(std::uint32_t id, int action, char* text) {
  if (action > 0 && action <= static_cast<int>(thimble::ui::kLastMirrorAction)) {
    canvas.app->mirror_input({.id = id, .action = static_cast<thimble::ui::MirrorAction>(action), .text = std::string(text_of(text))});
  }
  std::free(text);
}
}
