#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_max_pool2d_c99(request, 16, Lanes::words); }

}  // namespace

extern const KernelEmitter emitter_max_pool2d_s8_armv7em;
const KernelEmitter emitter_max_pool2d_s8_armv7em{.name = "max_pool2d_s8_armv7em",
                                                  .doc = "four channels a word by SSUB8 and SEL",
                                                  .kernel = KernelId::max_pool2d_s8,
                                                  .kernel_set = KernelSet::armv7em,
                                                  .applies = max_pool2d_words_apply,
                                                  .emit = emit};

}  // namespace thimble
