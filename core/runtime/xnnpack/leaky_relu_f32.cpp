#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/leaky_relu_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_leaky_relu_f32_params>(call);
  const xnn_unary_params params{.leaky_relu = {.negative_slope = p.alpha}};
  return unary_step(xnn_unary_leaky_relu, &params, p.count, pool);
}

}  // namespace

const XnnpackTwin xnnpack_leaky_relu_f32{.kernel = KernelId::leaky_relu_f32, .prepare = prepare};

}  // namespace thimble
