#include "core/codegen/emitters/fully_connected_c99.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return fully_connected_c99_applies(call, kRv32Tile); }
EmittedKernel emit(const EmitRequest& request) { return emit_fully_connected_c99(request, kRv32Tile, "rv32"); }

}  // namespace

extern const KernelEmitter emitter_fully_connected_s8_rv32;
const KernelEmitter emitter_fully_connected_s8_rv32{.name = "fully_connected_s8_rv32",
                                                    .doc = "blocks of outputs share the loads of the inputs",
                                                    .kernel = KernelId::fully_connected_s8,
                                                    .kernel_set = KernelSet::rv32,
                                                    .applies = applies,
                                                    .emit = emit};

}  // namespace thimble
