#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_max_pool2d_c99(request, 4); }

}  // namespace

extern const KernelEmitter emitter_max_pool2d_s8_portable;
const KernelEmitter emitter_max_pool2d_s8_portable{.name = "max_pool2d_s8_portable",
                                                   .doc = "several channels side by side",
                                                   .kernel = KernelId::max_pool2d_s8,
                                                   .kernel_set = KernelSet::portable,
                                                   .applies = max_pool2d_c99_applies,
                                                   .emit = emit};

}  // namespace thimble
