#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/sqrt_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_sqrt_f32_params>(call);
  return unary_step(xnn_unary_square_root, nullptr, p.count, pool);
}

}  // namespace

const XnnpackTwin xnnpack_sqrt_f32{.kernel = KernelId::sqrt_f32, .prepare = prepare};

}  // namespace thimble
