// Model: the layers of the network, and its RAM over time.
#pragma once

#include <string>

#include "wasm/ui/panel_def.h"
#include "wasm/ui/table.h"

namespace thimble::ui {

struct ModelUi {
  int shown = 0;  // 0 layers, 1 memory
  std::string filter;
  TableState layers;
  int hovered_block = -1, selected_block = -1;
};

}  // namespace thimble::ui
