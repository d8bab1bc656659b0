// Plan: for which target, to which goal, under which limits, by which techniques. Every edit goes to the core, which answers
// with the plan as it then is.
#pragma once

#include <map>
#include <set>
#include <string>

#include "wasm/ui/forms.h"
#include "wasm/ui/panel_def.h"

namespace thimble::ui {

struct PlanUi {
  std::map<std::string, FieldEdit, std::less<>> fields;
  std::set<std::string, std::less<>> open;  // techniques whose options are shown
};

// Sends the run; the frame's top bar has the same button.
void start_run(PanelContext& context);

}  // namespace thimble::ui
