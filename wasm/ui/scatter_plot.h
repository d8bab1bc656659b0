// Scatter plot: candidates by two figures, with the front drawn, what the limits forbid shaded, and the recommendation marked.
//   Points take the keyboard focus; the one under the pointer or focused is read out. What is an axis or a front was decided by the
//   view; here are places only. It zooms (plot.h) and is saved as PNG, SVG or CSV.
#pragma once

#include "view_generated.h"
#include "wasm/ui/plot.h"

namespace thimble::ui {

// `chosen`: a candidate's index. Answers the index of the candidate that was pressed, else `chosen`.
int scatter_plot(Ui& ui, const view::Scatter& scatter, int chosen, PlotState& state, const Rect& rect);

}  // namespace thimble::ui
