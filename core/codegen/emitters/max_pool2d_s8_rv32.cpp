#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_max_pool2d_c99(request, 8); }

}  // namespace

extern const KernelEmitter emitter_max_pool2d_s8_rv32;
const KernelEmitter emitter_max_pool2d_s8_rv32{.name = "max_pool2d_s8_rv32",
                                               .doc = "several channels side by side",
                                               .kernel = KernelId::max_pool2d_s8,
                                               .kernel_set = KernelSet::rv32,
                                               .applies = max_pool2d_c99_applies,
                                               .emit = emit};

}  // namespace thimble
