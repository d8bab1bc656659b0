#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/elu_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_elu_f32_params>(call);
  const xnn_unary_params params{.elu = {.alpha = p.alpha}};
  return unary_step(xnn_unary_elu, &params, p.count, pool);
}

}  // namespace

const XnnpackTwin xnnpack_elu_f32{.kernel = KernelId::elu_f32, .prepare = prepare};

}  // namespace thimble
