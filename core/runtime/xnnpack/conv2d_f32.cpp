#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/conv2d_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_conv2d_f32_params>(call);
  return convolution_step(call, p, {p.groups, p.in_c / p.groups, p.out_c / p.groups, 0}, pool);
}

}  // namespace

const XnnpackTwin xnnpack_conv2d_f32{.kernel = KernelId::conv2d_f32, .prepare = prepare};

}  // namespace thimble
