#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_average_pool2d_c99(request, 8, Lanes::words); }

}  // namespace

extern const KernelEmitter emitter_average_pool2d_s8_armv7em;
const KernelEmitter emitter_average_pool2d_s8_armv7em{.name = "average_pool2d_s8_armv7em",
                                                      .doc = "four channels a word by SXTAB16",
                                                      .kernel = KernelId::average_pool2d_s8,
                                                      .kernel_set = KernelSet::armv7em,
                                                      .applies = average_pool2d_words_apply,
                                                      .emit = emit};

}  // namespace thimble
