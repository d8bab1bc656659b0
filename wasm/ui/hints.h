// Hints: one quiet sentence under a step, for whoever is here for the first time. Dismissed ones never come back (the page keeps them).
#pragma once

#include <cstdint>
#include <string_view>

#include "wasm/ui/ui.h"

namespace thimble::ui {

// `step`: as the address has it ("model" is the graph). A bit of `dismissed` for each; answers what is left of the canvas above it.
Rect draw_hint(Ui& ui, std::string_view step, const Rect& canvas, std::uint32_t& dismissed);

}  // namespace thimble::ui
