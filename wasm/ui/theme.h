// Theme: every token of the look. No panel names a colour or a pixel; they ask for these.
//   units   design pixels (CSS pixels); a hairline is one device pixel
//   limits  text on its ground has a contrast of at least 4.5:1, lines and marks 3:1, in both schemes (theme_test.cpp)
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>

namespace thimble::ui {

enum class Tone : std::uint8_t {
  background,  // behind everything
  surface,     // panels
  raised,      // what can be pressed, headers
  hover,       // raised, under the pointer
  line,        // hairlines between parts
  mark,        // lines that carry meaning by themselves: bars, dots, frames of fields
  text,
  muted,
  accent,
  on_accent,   // text on accent
  selected,    // ground of what is selected
  good,
  attention,
  bad,
  count
};

struct Theme {
  ImU32 tones[static_cast<std::size_t>(Tone::count)];
  bool dark = true;
  ImU32 operator[](Tone tone) const { return tones[static_cast<std::size_t>(tone)]; }
  ImU32 faded(Tone tone, float opacity) const;
};

Theme make_theme(bool dark);

// Okabe and Ito's colours in a fixed order, dark enough for light grounds where they have to be; a name always stands beside them.
ImU32 series_color(const Theme& theme, int index);

// The grid is 4 px; sizes that are used by name everywhere.
struct Metrics {
  float unit = 4;
  float row = 28;           // 44 on touch
  float radius = 6;
  float rail = 76;
  float top_bar = 48;
  float inspector = 312;
  float status = 28;
  float bottom_bar = 56;    // the steps, in one column
  float gap = 16;           // between cards
  float pad = 16;           // inside a card
  float icon = 16;
  float hairline = 1;       // one device pixel
};

enum class Width : std::uint8_t { narrow, middle, wide };  // < 700, < 1200, more
inline Width width_of(float pixels) { return pixels < 700 ? Width::narrow : pixels < 1200 ? Width::middle : Width::wide; }

inline constexpr float kBodySize = 13.0f, kTitleSize = 15.0f, kCaptionSize = 11.5f, kMonoSize = 12.5f, kFigureSize = 20.0f;
inline constexpr float kLineHeight = 1.4f;
inline constexpr float kNodeFill = 0.28f;  // of accent, behind text

struct Fonts {
  ImFont* body = nullptr;
  ImFont* semibold = nullptr;
  ImFont* mono = nullptr;
};

Fonts load_fonts(ImFontAtlas& atlas);

// What ImGui draws by itself (scroll bars, text fields, tables) in our tokens.
void apply_theme(const Theme& theme, const Metrics& metrics);

}  // namespace thimble::ui
