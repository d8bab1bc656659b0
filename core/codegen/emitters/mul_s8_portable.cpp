#include "core/codegen/emitters/elementwise_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_mul_c99(request); }

}  // namespace

extern const KernelEmitter emitter_mul_s8_portable;
const KernelEmitter emitter_mul_s8_portable{.name = "mul_s8_portable",
                                            .doc = "dense tensors, requantized in one high multiply",
                                            .kernel = KernelId::mul_s8,
                                            .kernel_set = KernelSet::portable,
                                            .applies = mul_c99_applies,
                                            .emit = emit};

}  // namespace thimble
