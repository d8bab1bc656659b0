// Convolution as C99: every output row is a matrix product over pixels whose terms lie side by side in memory.
//   direct   one filter row and no padding: the terms already do, in the input itself
//   in place the same, but the output may overwrite the input: the block of pixels at work is copied first
//   columns  otherwise the filter rows of the input are copied to [column][filter row][channel] with the padding filled in;
//            the weights are reordered alike, and the zero point goes into the bias everywhere
#pragma once

#include "core/codegen/emitters/matrix_tile.h"

namespace thimble {

bool conv2d_c99_applies(const KernelCall& call, const TileSize& tile);
EmittedKernel emit_conv2d_c99(const EmitRequest& request, const TileSize& tile, std::string_view isa);

}  // namespace thimble
