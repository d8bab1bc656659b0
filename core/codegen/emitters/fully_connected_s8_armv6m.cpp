#include "core/codegen/emitters/fully_connected_c99.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return fully_connected_c99_applies(call, kArmv6mTile); }
EmittedKernel emit(const EmitRequest& request) { return emit_fully_connected_c99(request, kArmv6mTile, "armv6m"); }

}  // namespace

extern const KernelEmitter emitter_fully_connected_s8_armv6m;
const KernelEmitter emitter_fully_connected_s8_armv6m{.name = "fully_connected_s8_armv6m",
                                                      .doc = "blocks of outputs share the loads of the inputs",
                                                      .kernel = KernelId::fully_connected_s8,
                                                      .kernel_set = KernelSet::armv6m,
                                                      .applies = applies,
                                                      .emit = emit};

}  // namespace thimble
