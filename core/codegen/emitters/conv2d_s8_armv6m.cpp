#include "core/codegen/emitters/conv2d_c99.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return conv2d_c99_applies(call, kArmv6mTile); }
EmittedKernel emit(const EmitRequest& request) { return emit_conv2d_c99(request, kArmv6mTile, "armv6m"); }

}  // namespace

extern const KernelEmitter emitter_conv2d_s8_armv6m;
const KernelEmitter emitter_conv2d_s8_armv6m{.name = "conv2d_s8_armv6m",
                                             .doc = "rows as matrix products over columns of filter rows",
                                             .kernel = KernelId::conv2d_s8,
                                             .kernel_set = KernelSet::armv6m,
                                             .applies = applies,
                                             .emit = emit};

}  // namespace thimble
