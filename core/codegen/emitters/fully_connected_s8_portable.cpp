#include "core/codegen/emitters/fully_connected_c99.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return fully_connected_c99_applies(call, kPortableTile); }
EmittedKernel emit(const EmitRequest& request) { return emit_fully_connected_c99(request, kPortableTile, "portable"); }

}  // namespace

extern const KernelEmitter emitter_fully_connected_s8_portable;
const KernelEmitter emitter_fully_connected_s8_portable{.name = "fully_connected_s8_portable",
                                                        .doc = "blocks of outputs share the loads of the inputs",
                                                        .kernel = KernelId::fully_connected_s8,
                                                        .kernel_set = KernelSet::portable,
                                                        .applies = applies,
                                                        .emit = emit};

}  // namespace thimble
