#include "wasm/ui/plot.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "tests/wasm_ui/headless.h"

using namespace thimble;
using namespace thimble::test;
using namespace thimble::ui;

namespace {

// A plot of 200 x 100 pixels at (10, 20), and the mouse over it.
struct Plot {
  Headless context{400, 300};
  PlotState state;
  PlotAxis x{0, 100}, y{0, 10};
  PlotHover hover;

  void frame(ImVec2 mouse, bool down, float wheel = 0) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(mouse.x, mouse.y);
    io.AddMouseButtonEvent(0, down);
    if (wheel != 0) io.AddMouseWheelEvent(0, wheel);
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({400, 300});
    ImGui::Begin("plot", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    hover = plot_input("area", {{10, 20}, {210, 120}}, x, y, state);
    ImGui::End();
    ImGui::Render();
  }
  void frames(ImVec2 mouse, bool down, int count = 3) {
    for (int i = 0; i < count; ++i) frame(mouse, down);
  }
};

}  // namespace

TEST_CASE("plot: the wheel zooms about the pointer once the plot was pressed, dragging moves, a double click shows all", "[ui][unit]") {
  Plot plot;
  plot.frames({60, 70}, false);
  CHECK(plot.hover.over);
  CHECK(plot.hover.x == 25);
  CHECK(plot.hover.y == 5);
  plot.frame({60, 70}, false, 1);
  plot.frames({60, 70}, false);
  CHECK_FALSE(plot.state.zoomed());  // it scrolls what is around
  plot.frames({60, 70}, true);
  plot.frames({60, 70}, false);
  plot.frame({60, 70}, false, 3);
  plot.frames({60, 70}, false);
  REQUIRE(plot.state.zoomed());
  CHECK(std::abs(plot.hover.x - 25) < 1e-9);  // what is under the pointer stays
  const double low = plot.state.x.low;
  CHECK(low > 0);
  plot.frames({60, 70}, true);
  plot.frames({70, 70}, true);
  CHECK(plot.state.x.low < low);
  plot.frames({2000, 70}, true);
  CHECK(plot.state.x.low == 0);  // not beyond the end
  plot.frames({2000, 70}, false);
  CHECK_FALSE(plot.hover.over);
  CHECK_FALSE(plot.state.pressed);
  plot.frames({60, 70}, false);
  for (const bool down : {true, false, true, false}) plot.frame({60, 70}, down);
  CHECK_FALSE(plot.state.zoomed());
}

TEST_CASE("plot: zoomed out to all is no zoom, and a range of another axis shows all of this one", "[ui][unit]") {
  Plot plot;
  plot.state.x = {10, 90};
  plot.frames({60, 70}, false);
  plot.frames({60, 70}, true);
  plot.frames({60, 70}, false);
  for (int i = 0; i < 4; ++i) plot.frame({60, 70}, false, -3);
  plot.frames({60, 70}, false);
  CHECK_FALSE(plot.state.zoomed());
  CHECK(shown_axis({10, 90}, 0, 50).high == 50);
  CHECK(shown_axis({10, 90}, 0, 100).high == 90);
}
