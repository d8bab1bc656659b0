#include "core/codegen/emitters/conv2d_c99.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return conv2d_c99_applies(call, kPortableTile); }
EmittedKernel emit(const EmitRequest& request) { return emit_conv2d_c99(request, kPortableTile, "portable"); }

}  // namespace

extern const KernelEmitter emitter_conv2d_s8_portable;
const KernelEmitter emitter_conv2d_s8_portable{.name = "conv2d_s8_portable",
                                               .doc = "rows as matrix products over columns of filter rows",
                                               .kernel = KernelId::conv2d_s8,
                                               .kernel_set = KernelSet::portable,
                                               .applies = applies,
                                               .emit = emit};

}  // namespace thimble
