// PanelStates: what the user is touching, panel by panel. Survives a change of step and a new model of the same kind.
#pragma once

#include <string>

#include "wasm/ui/panels/code_panel.h"
#include "wasm/ui/panels/hardware_panel.h"
#include "wasm/ui/panels/model_panel.h"
#include "wasm/ui/panels/plan_panel.h"
#include "wasm/ui/panels/results_panel.h"

namespace thimble::ui {

struct PanelStates {
  ModelUi model;
  PlanUi plan;
  ResultsUi results;
  HardwareUi hardware;
  CodeUi code;
  std::string wanted_step;  // a panel's button leads to another step; the frame goes there and clears it
};

}  // namespace thimble::ui
