#include "core/codegen/emitters/window_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_mean_c99(request, 8, Lanes::words); }

}  // namespace

extern const KernelEmitter emitter_mean_s8_armv7em;
const KernelEmitter emitter_mean_s8_armv7em{.name = "mean_s8_armv7em",
                                            .doc = "four channels a word by SXTAB16",
                                            .kernel = KernelId::mean_s8,
                                            .kernel_set = KernelSet::armv7em,
                                            .applies = mean_words_apply,
                                            .emit = emit};

}  // namespace thimble
