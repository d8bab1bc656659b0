// Plot: what plots have in common: the part that is in sight, zoomed by wheel, moved by dragging, all again by a double click; and the
//   read-out under the pointer. The wheel is taken only from a plot that was pressed, or with Ctrl: else it scrolls what is around it.
#pragma once

#include <string>
#include <vector>

#include "core/base/ticks.h"
#include "wasm/ui/ui.h"

namespace thimble::ui {

struct PlotRange {
  double low = 0, high = 0;  // low = high: all of the axis
};

struct PlotState {
  PlotRange x, y;
  bool pressed = false;  // since the pointer came in
  bool zoomed() const { return x.low < x.high || y.low < y.high; }
};

// An axis as it is shown: all of it, or the part that was zoomed to.
struct PlotAxis {
  double low = 0, high = 1;
  double part(double value) const { return high > low ? (value - low) / (high - low) : 0.5; }
  double value(double part) const { return low + part * (high - low); }
  bool shows(double value) const { return value >= low && value <= high; }
};
PlotAxis shown_axis(PlotRange range, double whole_low, double whole_high);

struct PlotHover {
  bool over = false;   // the pointer is in the plot, and no other part is under it
  double x = 0, y = 0;  // where, on the axes
};

// `x` and `y` are the whole axes; one whose ends are equal does not zoom.
PlotHover plot_input(const char* name, const Rect& plot, const PlotAxis& x, const PlotAxis& y, PlotState& state);
// Lines through the pointer, and what they stand at.
void draw_crosshair(Ui& ui, const Rect& plot, std::string_view text);

}  // namespace thimble::ui
