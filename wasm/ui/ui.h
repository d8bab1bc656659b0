// Ui: what every widget and panel draws with. Passed in; there is no other state of the look than this and ImGui's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wasm/ui/keys.h"
#include "wasm/ui/mirror.h"
#include "wasm/ui/theme.h"

namespace thimble::ui {

struct Rect {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  Rect inset(float by) const { return {{min.x + by, min.y + by}, {max.x - by, max.y - by}}; }
};

// What is to be saved: a text, or where that is empty a picture of a part of the canvas.
struct Download {
  std::string name, text;
  Rect picture;
};

struct Ui {
  Theme theme;
  Metrics metrics;
  Fonts fonts;
  Mirror mirror;
  Keys keys;
  Width width = Width::wide;
  bool touch = false;
  bool reduced_motion = false;
  std::string copied;                // goes to the clipboard at the end of the frame
  std::vector<Download> downloads;   // are saved then
  double wake_ms = -1;  // draw again after so long even without input; negative: no need

  ImU32 tone(Tone which) const { return theme[which]; }
};

}  // namespace thimble::ui
