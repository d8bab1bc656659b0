#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/relu_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_relu_f32_params>(call);
  const xnn_unary_params params{.clamp = {.min = lower_bound(p.out_min), .max = upper_bound(p.out_max)}};
  return unary_step(xnn_unary_clamp, &params, p.count, pool);
}

}  // namespace

const XnnpackTwin xnnpack_relu_f32{.kernel = KernelId::relu_f32, .prepare = prepare};

}  // namespace thimble
