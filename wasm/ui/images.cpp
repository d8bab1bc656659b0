#include "wasm/ui/images.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cstring>

namespace thimble::ui {

namespace {

constexpr std::int32_t kMaxSide = 8192;

std::unique_ptr<ImTextureData> upload(const view::Sheet& sheet) {
  const std::int32_t width = sheet.width(), height = sheet.height();
  if (width <= 0 || height <= 0 || width > kMaxSide || height > kMaxSide) return nullptr;
  const auto bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
  if (sheet.rgba()->size() != bytes) return nullptr;
  auto texture = std::make_unique<ImTextureData>();
  texture->Create(ImTextureFormat_RGBA32, width, height);
  std::memcpy(texture->GetPixels(), sheet.rgba()->data(), bytes);
  texture->UseColors = true;
  texture->UsedRect = {0, 0, static_cast<unsigned short>(width), static_cast<unsigned short>(height)};
  texture->SetStatus(ImTextureStatus_WantCreate);
  ImGui::RegisterUserTexture(texture.get());
  return texture;
}

void forget(ImTextureData& texture) {
  if (!ImGui::GetCurrentContext()) return;
  ImGui::UnregisterUserTexture(&texture);
  ImGui::GetPlatformIO().Textures.find_erase(&texture);
}

}  // namespace

Images::~Images() {
  for (auto& [name, held] : held_) {
    if (held.texture) forget(*held.texture);
  }
  for (auto& texture : retired_) forget(*texture);
}

void Images::retire(std::unique_ptr<ImTextureData> texture) {
  if (!texture) return;
  texture->UnusedFrames = 1;  // the renderer destroys what was unused for a frame
  texture->SetStatus(texture->TexID == ImTextureID_Invalid ? ImTextureStatus_Destroyed : ImTextureStatus_WantDestroy);
  retired_.push_back(std::move(texture));
}

void Images::end_frame() {
  std::erase_if(retired_, [](const std::unique_ptr<ImTextureData>& texture) {
    if (texture->Status != ImTextureStatus_Destroyed) return false;
    forget(*texture);
    return true;
  });
}

void Images::draw(std::string_view name, std::uint32_t revision, const view::Sheet* sheet, const view::Area* area, const Rect& frame) {
  if (!sheet || !area || area->width() <= 0 || area->height() <= 0 || frame.width() <= 0 || frame.height() <= 0) return;
  Held& held = held_[std::string(name)];
  if (!held.texture || held.revision != revision) {
    retire(std::move(held.texture));
    held.texture = upload(*sheet);
    held.revision = revision;
  }
  if (!held.texture) return;
  const float width = static_cast<float>(area->width()), height = static_cast<float>(area->height());
  const float scale = std::min(frame.width() / width, frame.height() / height);
  const ImVec2 size(std::max(width * scale, 1.0f), std::max(height * scale, 1.0f));
  const ImVec2 at(std::round(frame.min.x + (frame.width() - size.x) / 2), std::round(frame.min.y + (frame.height() - size.y) / 2));
  const auto sheet_width = static_cast<float>(sheet->width()), sheet_height = static_cast<float>(sheet->height());
  // Half a pixel inside, so that the neighbours on the sheet do not shine through.
  const float x = static_cast<float>(area->x()), y = static_cast<float>(area->y());
  const ImVec2 from((x + 0.5f) / sheet_width, (y + 0.5f) / sheet_height);
  const ImVec2 to((x + width - 0.5f) / sheet_width, (y + height - 0.5f) / sheet_height);
  ImGui::GetWindowDrawList()->AddImage(held.texture->GetTexRef(), at, {at.x + size.x, at.y + size.y}, from, to);
}

}  // namespace thimble::ui
