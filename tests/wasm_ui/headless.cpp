#include "tests/wasm_ui/headless.h"

#include <imgui_internal.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/base/json.h"
#include "core/view/views.h"

namespace thimble::test {

namespace {

void collect(const JsonValue& parts, std::vector<JsonValue>& out) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    out.push_back(parts.at(i));
    collect(parts.at(i)["parts"], out);
  }
}

bool is(const JsonValue& part, const std::string& role, const std::string& name) {
  return part["role"].text() == role && part["name"].text().value_or("").substr(0, name.size()) == name;
}

}  // namespace

void RecordingPlatform::send(std::span<const std::byte> message, std::uint32_t file) {
  std::int64_t id = 0;
  auto decoded = decode_message(message, id);
  REQUIRE(decoded.ok());
  sent.push_back(std::move(decoded).value());
  files.push_back(file);
}

Headless::Headless(float width, float height, const ui::Surroundings& surroundings) : context_(ImGui::CreateContext()) {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {width, height};
  io.DeltaTime = 1.0f / 60;
  // Textures are taken and never looked at: the atlas then grows as it would in the page.
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  // ImGui tells misuse (an item beyond its window, a stack that is not empty) here and goes on.
  context_->ErrorCallback = [](ImGuiContext*, void* seen, const char* message) {
    static_cast<std::vector<std::string>*>(seen)->push_back(message);
  };
  context_->ErrorCallbackUserData = &misuse_;
  io.ConfigErrorRecoveryEnableAssert = false;
  app = std::make_unique<ui::App>(platform);
  app->load_fonts();
  app->set_surroundings(surroundings);
}

Headless::~Headless() {
  app.reset();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) texture->SetStatus(ImTextureStatus_Destroyed);
  ImGui::DestroyContext(context_);
}

void Headless::draw(int frames) {
  for (int i = 0; i < frames; ++i) {
    ImGui::NewFrame();
    app->draw();
    ImGui::Render();
    ImDrawData* data = ImGui::GetDrawData();
    for (ImTextureData* texture : *data->Textures) {
      if (texture->Status == ImTextureStatus_WantDestroy) texture->SetStatus(ImTextureStatus_Destroyed);
      if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
      if (texture->Status != ImTextureStatus_Destroyed) texture->SetStatus(ImTextureStatus_OK);
    }
    triangles_ = data->TotalIdxCount / 3;
    REQUIRE(misuse_ == std::vector<std::string>());
  }
}

void Headless::answer(std::int64_t re, const std::string& kind, const std::string& body, std::vector<Blob> blobs) {
  app->receive(encode_message({.id = ++last_id_, .re = re, .kind = kind, .body = body, .blobs = std::move(blobs)}));
}

void Headless::show(const ModelReport& report, const std::string& target) {
  app->open_file(1, report.file_name);
  const std::int64_t request = platform.sent.back().id;
  answer(request, "view", R"({"name":"model","seq":1})", {Blob(build_model_view(report))});
  answer(request, "view", R"({"name":"memory","seq":2})", {Blob(build_memory_view(report))});
  answer(request, "view", R"({"name":"targets","seq":3})", {Blob(build_targets_view(report, target))});
  answer(request, "done", "{}");
  draw();
}

void Headless::show_job(const JobViews& job) {
  app->open_files(R"([{"handle":7,"path":"digits/0/a.png","size":90}])", "");
  const std::int64_t request = platform.sent.back().id;
  answer(request, "view", R"({"name":"data","seq":1})", {Blob(job.data)});
  answer(request, "view", R"({"name":"plan","seq":2})", {Blob(job.plan)});
  answer(request, "done", "{}");
  answer(0, "view", R"({"name":"run","seq":3})", {Blob(job.run)});
  answer(0, "view", R"({"name":"results","seq":4})", {Blob(job.results)});
  answer(0, "view", R"({"name":"checks","seq":5})", {Blob(job.checks)});
  draw();
}

std::uint32_t Headless::find(const std::string& role, const std::string& name) const {
  const auto json = Json::parse(platform.mirrored);
  REQUIRE(json.ok());
  std::vector<JsonValue> parts;
  collect(json->root()["parts"], parts);
  for (const JsonValue& part : parts) {
    if (is(part, role, name)) return static_cast<std::uint32_t>(part["id"].integer().value_or(0));
  }
  return 0;
}

bool Headless::has(const std::string& role, const std::string& name) const { return find(role, name) != 0; }

int Headless::count(const std::string& role) const {
  const auto json = Json::parse(platform.mirrored);
  REQUIRE(json.ok());
  std::vector<JsonValue> parts;
  collect(json->root()["parts"], parts);
  int out = 0;
  for (const JsonValue& part : parts) out += is(part, role, "") ? 1 : 0;
  return out;
}

ui::Rect Headless::rect(const std::string& role, const std::string& name) const {
  const auto json = Json::parse(platform.mirrored);
  REQUIRE(json.ok());
  std::vector<JsonValue> parts;
  collect(json->root()["parts"], parts);
  const auto part = std::find_if(parts.begin(), parts.end(), [&](const JsonValue& each) { return is(each, role, name); });
  REQUIRE(part != parts.end());
  const auto number = [&](std::size_t i) { return static_cast<float>((*part)["rect"][i].number().value_or(0)); };
  return {{number(0), number(1)}, {number(0) + number(2), number(1) + number(3)}};
}

std::vector<std::int64_t> Headless::ids() const {
  const auto json = Json::parse(platform.mirrored);
  REQUIRE(json.ok());
  std::vector<JsonValue> parts;
  collect(json->root()["parts"], parts);
  std::vector<std::int64_t> out;
  for (const JsonValue& part : parts) out.push_back(part["id"].integer().value_or(0));
  return out;
}

void Headless::press(const std::string& role, const std::string& name, ui::MirrorAction action, const std::string& text) {
  const std::uint32_t id = find(role, name);
  INFO(role << " " << name);
  REQUIRE(id != 0);
  app->mirror_input({.id = id, .action = action, .text = text});
  draw();
}

void Headless::press_all(const std::string& role, const std::string& name, std::span<const ui::MirrorAction> actions) {
  const std::uint32_t id = find(role, name);
  INFO(role << " " << name);
  REQUIRE(id != 0);
  for (const ui::MirrorAction action : actions) app->mirror_input({.id = id, .action = action, .text = {}});
  draw();
}

}  // namespace thimble::test
