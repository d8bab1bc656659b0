// The arena map: x = execution step, y = address; a block per tensor, scratch hatched, the peak step marked with its cause.
#pragma once

#include "wasm/ui/panels/model_panel.h"

namespace thimble::ui {

void draw_memory_map(Ui& ui, const view::MemoryView& memory, ModelUi& state, const Rect& rect);
void inspect_memory(Ui& ui, const view::MemoryView& memory, const ModelUi& state);

}  // namespace thimble::ui
