// Model: the network as a graph, its layers as a table, and its RAM over time.
#pragma once

#include <string>

#include "wasm/ui/panel_def.h"
#include "wasm/ui/panels/graph_map.h"
#include "wasm/ui/plot.h"
#include "wasm/ui/table.h"

namespace thimble::ui {

struct ModelUi {
  int shown = 0;  // 0 graph, 1 layers, 2 memory
  GraphUi graph;
  std::string filter;
  TableState layers;
  PlotState map;
  int hovered_block = -1, selected_block = -1;
};

}  // namespace thimble::ui
