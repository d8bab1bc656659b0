// Hardware: the fit on every target; choosing one.
#pragma once

#include <string>

#include "wasm/ui/panel_def.h"
#include "wasm/ui/table.h"

namespace thimble::ui {

struct HardwareUi {
  std::string filter;
  TableState targets;
  std::string asked_for;  // the device that was last asked for, so that walking rows asks once each
};

void select_target(CoreLink& core, std::string_view device);

}  // namespace thimble::ui
