#include "core/codegen/emitters/elementwise_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_sub_c99(request, Saturation::compare); }

}  // namespace

extern const KernelEmitter emitter_sub_s8_portable;
const KernelEmitter emitter_sub_s8_portable{.name = "sub_s8_portable",
                                            .doc = "one multiply-add and shift for both scales, proven on all pairs",
                                            .kernel = KernelId::sub_s8,
                                            .kernel_set = KernelSet::portable,
                                            .applies = sub_c99_applies,
                                            .emit = emit};

}  // namespace thimble
