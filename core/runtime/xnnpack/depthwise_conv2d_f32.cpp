#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_depthwise_conv2d_f32_params>(call);
  return convolution_step(call, p, {p.in_c, 1, p.depth_multiplier, XNN_FLAG_DEPTHWISE_CONVOLUTION}, pool);
}

}  // namespace

const XnnpackTwin xnnpack_depthwise_conv2d_f32{.kernel = KernelId::depthwise_conv2d_f32, .prepare = prepare};

}  // namespace thimble
