// Start: how a model gets in.
#pragma once

#include "wasm/ui/panel_def.h"

namespace thimble::ui {

// What an empty step shows: what it needs, and the two ways to get it.
void draw_needs_model(PanelContext& context, const char* title, const char* why);
void open_buttons(PanelContext& context);

}  // namespace thimble::ui
