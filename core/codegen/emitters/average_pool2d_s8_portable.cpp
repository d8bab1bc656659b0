#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_average_pool2d_c99(request, 4); }

}  // namespace

extern const KernelEmitter emitter_average_pool2d_s8_portable;
const KernelEmitter emitter_average_pool2d_s8_portable{.name = "average_pool2d_s8_portable",
                                                       .doc = "sums of several channels side by side",
                                                       .kernel = KernelId::average_pool2d_s8,
                                                       .kernel_set = KernelSet::portable,
                                                       .applies = average_pool2d_c99_applies,
                                                       .emit = emit};

}  // namespace thimble
