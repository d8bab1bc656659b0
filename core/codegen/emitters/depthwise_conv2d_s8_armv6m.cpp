#include "core/codegen/emitters/depthwise_conv2d_c99.h"

namespace thimble {
namespace {

EmittedKernel emit(const EmitRequest& request) { return emit_depthwise_conv2d_c99(request, kArmv6mDepthwiseTile, "armv6m"); }

}  // namespace

extern const KernelEmitter emitter_depthwise_conv2d_s8_armv6m;
const KernelEmitter emitter_depthwise_conv2d_s8_armv6m{.name = "depthwise_conv2d_s8_armv6m",
                                                       .doc = "a channel's padded plane, blocks of outputs share the loads",
                                                       .kernel = KernelId::depthwise_conv2d_s8,
                                                       .kernel_set = KernelSet::armv6m,
                                                       .applies = depthwise_conv2d_c99_applies,
                                                       .emit = emit};

}  // namespace thimble
