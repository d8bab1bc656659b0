// Start: how a model gets in.
#pragma once

#include <functional>

#include "wasm/ui/panel_def.h"

namespace thimble::ui {

// What an empty step shows: what it needs, and what brings it (drawn by `actions`, `width` wide).
void draw_needs(PanelContext& context, const char* title, const char* why, float width, const std::function<void()>& actions);
// The same for a model: by a file, or the sample.
void draw_needs_model(PanelContext& context, const char* title, const char* why);
void open_buttons(PanelContext& context);

}  // namespace thimble::ui
