#include "core/codegen/emitters/elementwise_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_sub_c99(request, Saturation::ssat); }

}  // namespace

extern const KernelEmitter emitter_sub_s8_armv7em;
const KernelEmitter emitter_sub_s8_armv7em{.name = "sub_s8_armv7em",
                                           .doc = "saturated by SSAT: one multiply-add and shift for both scales, proven on all pairs",
                                           .kernel = KernelId::sub_s8,
                                           .kernel_set = KernelSet::armv7em,
                                           .applies = sub_c99_applies,
                                           .emit = emit};

}  // namespace thimble
