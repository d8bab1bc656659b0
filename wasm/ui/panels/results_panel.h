// Results: the recommendation first, every candidate against the float baseline, where accuracy is lost, and the downloads.
#pragma once

#include "wasm/ui/panel_def.h"
#include "wasm/ui/plot.h"
#include "wasm/ui/table.h"

namespace thimble::ui {

struct ResultsUi {
  TableState candidates;
  PlotState plot;
};

}  // namespace thimble::ui
