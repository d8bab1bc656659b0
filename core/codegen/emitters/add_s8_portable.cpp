#include "core/codegen/emitters/elementwise_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_add_c99(request, Saturation::compare); }

}  // namespace

extern const KernelEmitter emitter_add_s8_portable;
const KernelEmitter emitter_add_s8_portable{.name = "add_s8_portable",
                                            .doc = "one multiply-add and shift for both scales, proven on all pairs",
                                            .kernel = KernelId::add_s8,
                                            .kernel_set = KernelSet::portable,
                                            .applies = add_c99_applies,
                                            .emit = emit};

}  // namespace thimble
