#include "core/codegen/emitters/conv2d_c99.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return conv2d_c99_applies(call, kRv32Tile); }
EmittedKernel emit(const EmitRequest& request) { return emit_conv2d_c99(request, kRv32Tile, "rv32"); }

}  // namespace

extern const KernelEmitter emitter_conv2d_s8_rv32;
const KernelEmitter emitter_conv2d_s8_rv32{.name = "conv2d_s8_rv32",
                                           .doc = "rows as matrix products over columns of filter rows",
                                           .kernel = KernelId::conv2d_s8,
                                           .kernel_set = KernelSet::rv32,
                                           .applies = applies,
                                           .emit = emit};

}  // namespace thimble
