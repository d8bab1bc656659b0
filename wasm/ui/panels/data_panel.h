// Data: samples as they are and as the model sees them, how they are divided, how many there are of each class.
#pragma once

#include "wasm/ui/panel_def.h"

namespace thimble::ui {

void data_buttons(PanelContext& context);

}  // namespace thimble::ui
