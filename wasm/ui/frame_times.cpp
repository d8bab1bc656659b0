#include "wasm/ui/frame_times.h"

#include <cstdio>
#include <utility>

#include "wasm/ui/widgets.h"

namespace thimble::ui {

void FrameTimes::draw(Ui& ui, const Rect& screen) {
  if (ui.keys.pressed("ctrl+shift+d")) open_ = !open_;
  const std::vector<Part> parts = std::exchange(parts_, {});
  if (!open_) return;
  constexpr float line = 18, width = 190;
  const float height = line * static_cast<float>(parts.size()) + 12;
  const Rect box{{screen.max.x - width - 12, screen.max.y - height - 40}, {screen.max.x - 12, screen.max.y - 40}};
  ImGui::GetWindowDrawList()->AddRectFilled(box.min, box.max, ui.tone(Tone::surface), ui.metrics.radius);
  float y = box.min.y + 6;
  for (const Part& part : parts) {
    char text[64];
    std::snprintf(text, sizeof text, "%s %.2f ms", part.name, part.ms);
    const bool slow = part.ms > kMostPanelMs;
    draw_text(ui, {box.min.x + 10, y}, ui.fonts.mono, kCaptionSize, slow ? Tone::attention : Tone::muted, text, width - 20);
    ui.mirror.part({.role = Role::text, .id = ImGui::GetID(part.name), .name = text, .min = box.min, .max = box.max});
    y += line;
  }
}

}  // namespace thimble::ui
