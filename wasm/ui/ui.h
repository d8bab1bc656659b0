// Ui: what every widget and panel draws with. Passed in; there is no other state of the look than this and ImGui's own.
#pragma once

#include <string>
#include <string_view>

#include "wasm/ui/mirror.h"
#include "wasm/ui/theme.h"

namespace thimble::ui {

struct Ui {
  Theme theme;
  Metrics metrics;
  Fonts fonts;
  Mirror mirror;
  Width width = Width::wide;
  bool touch = false;
  bool reduced_motion = false;
  double wake_ms = -1;  // draw again after so long even without input; negative: no need

  ImU32 tone(Tone which) const { return theme[which]; }
};

struct Rect {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  Rect inset(float by) const { return {{min.x + by, min.y + by}, {max.x - by, max.y - by}}; }
};

}  // namespace thimble::ui
