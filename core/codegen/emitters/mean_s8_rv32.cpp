#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_mean_c99(request, 8); }

}  // namespace

extern const KernelEmitter emitter_mean_s8_rv32;
const KernelEmitter emitter_mean_s8_rv32{.name = "mean_s8_rv32",
                                         .doc = "sums of several channels side by side",
                                         .kernel = KernelId::mean_s8,
                                         .kernel_set = KernelSet::rv32,
                                         .applies = mean_c99_applies,
                                         .emit = emit};

}  // namespace thimble
