// PanelStates: what the user is touching, panel by panel. Survives a change of step and a new model of the same kind.
#pragma once

#include "wasm/ui/panels/code_panel.h"
#include "wasm/ui/panels/hardware_panel.h"
#include "wasm/ui/panels/model_panel.h"

namespace thimble::ui {

struct PanelStates {
  ModelUi model;
  HardwareUi hardware;
  CodeUi code;
};

}  // namespace thimble::ui
