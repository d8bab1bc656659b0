// Dense layer as C99: one pixel (or a block of rows) times blocks of outputs, see matrix_tile.h.
#pragma once

#include "core/codegen/emitters/matrix_tile.h"

namespace thimble {

bool fully_connected_c99_applies(const KernelCall& call, const TileSize& tile);
EmittedKernel emit_fully_connected_c99(const EmitRequest& request, const TileSize& tile, std::string_view isa);

}  // namespace thimble
