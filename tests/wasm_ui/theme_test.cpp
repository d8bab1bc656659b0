#include "wasm/ui/theme.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

using namespace thimble::ui;

namespace {

// WCAG 2.2, relative luminance and contrast.
double channel(ImU32 color, int shift) {
  const double value = ((color >> shift) & 255) / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}
double luminance(ImU32 color) {
  return 0.2126 * channel(color, IM_COL32_R_SHIFT) + 0.7152 * channel(color, IM_COL32_G_SHIFT) + 0.0722 * channel(color, IM_COL32_B_SHIFT);
}
double contrast(ImU32 a, ImU32 b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

TEST_CASE("theme: text has a contrast of 4.5 and marks have 3 on every ground, in both schemes", "[ui][unit]") {
  for (const bool dark : {true, false}) {
    const Theme theme = make_theme(dark);
    for (const Tone ground : {Tone::background, Tone::surface, Tone::raised, Tone::hover, Tone::selected}) {
      for (const Tone text : {Tone::text, Tone::muted}) {
        INFO((dark ? "dark" : "light") << " text " << static_cast<int>(text) << " on " << static_cast<int>(ground));
        CHECK(contrast(theme[text], theme[ground]) >= 4.5);
      }
    }
    for (const Tone ground : {Tone::background, Tone::surface}) {
      for (const Tone text : {Tone::attention, Tone::bad, Tone::good, Tone::accent}) {
        INFO((dark ? "dark" : "light") << " meaning " << static_cast<int>(text) << " on " << static_cast<int>(ground));
        CHECK(contrast(theme[text], theme[ground]) >= 4.5);
      }
      CHECK(contrast(theme[Tone::mark], theme[ground]) >= 3);
    }
    // Text of a node of the graph, on what fills it.
    const auto mixed = [&](int shift) {
      const auto part = [&](Tone tone) { return static_cast<float>((theme[tone] >> shift) & 255); };
      return static_cast<ImU32>(part(Tone::surface) * (1 - kNodeFill) + part(Tone::accent) * kNodeFill) << shift;
    };
    CHECK(contrast(theme[Tone::text], mixed(IM_COL32_R_SHIFT) | mixed(IM_COL32_G_SHIFT) | mixed(IM_COL32_B_SHIFT)) >= 4.5);
    CHECK(contrast(theme[Tone::on_accent], theme[Tone::accent]) >= 4.5);
  }
}
