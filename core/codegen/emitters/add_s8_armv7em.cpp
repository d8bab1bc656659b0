#include "core/codegen/emitters/elementwise_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_add_c99(request, Saturation::ssat); }

}  // namespace

extern const KernelEmitter emitter_add_s8_armv7em;
const KernelEmitter emitter_add_s8_armv7em{.name = "add_s8_armv7em",
                                           .doc = "saturated by SSAT: one multiply-add and shift for both scales, proven on all pairs",
                                           .kernel = KernelId::add_s8,
                                           .kernel_set = KernelSet::armv7em,
                                           .applies = add_c99_applies,
                                           .emit = emit};

}  // namespace thimble
