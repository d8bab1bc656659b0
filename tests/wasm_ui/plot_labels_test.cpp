#include "wasm/ui/plot_labels.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;
using namespace thimble::ui;

namespace {

constexpr Rect kPlot{{0, 0}, {400, 200}};
constexpr float kWidth = 90, kHeight = 16;

bool apart(const Rect& a, const Rect& b) { return a.min.x >= b.max.x || b.min.x >= a.max.x || a.min.y >= b.max.y || b.min.y >= a.max.y; }

Rect rect_of(ImVec2 corner) { return {corner, {corner.x + kWidth, corner.y + kHeight}}; }

}  // namespace

TEST_CASE("plot labels: beside the mark where that is free", "[ui][unit]") {
  PlotLabels labels(kPlot);
  const PlotMark mark{.at = {100, 100}, .top = 60, .bottom = 140};
  labels.keep_clear(mark);
  const auto corner = labels.place(mark, kWidth, kHeight);
  REQUIRE(corner);
  CHECK(corner->x > 100);
  CHECK(corner->y + kHeight / 2 == 100);
}

TEST_CASE("plot labels: none crosses a mark, the line of an error, another name or the plot's edge", "[ui][property]") {
  for (const float distance : {8.0f, 24.0f, 40.0f, 70.0f}) {
    PlotLabels labels(kPlot);
    std::vector<PlotMark> marks;
    for (int i = 0; i < 5; ++i) marks.push_back({.at = {90 + distance * static_cast<float>(i), 110}, .top = 70, .bottom = 150});
    for (const PlotMark& mark : marks) labels.keep_clear(mark);
    std::vector<Rect> names;
    for (const PlotMark& mark : marks) {
      if (const auto corner = labels.place(mark, kWidth, kHeight)) names.push_back(rect_of(*corner));
    }
    INFO(distance);
    CHECK(names.size() >= 2);
    for (std::size_t i = 0; i < names.size(); ++i) {
      CHECK((names[i].min.x >= 0 && names[i].min.y >= 0 && names[i].max.x <= 400 && names[i].max.y <= 200));
      for (const PlotMark& mark : marks) {
        CHECK(apart(names[i], {{mark.at.x - 0.5f, mark.top}, {mark.at.x + 0.5f, mark.bottom}}));
        CHECK(apart(names[i], {{mark.at.x - 7, mark.at.y - 7}, {mark.at.x + 7, mark.at.y + 7}}));
      }
      for (std::size_t k = i + 1; k < names.size(); ++k) CHECK(apart(names[i], names[k]));
    }
  }
}
