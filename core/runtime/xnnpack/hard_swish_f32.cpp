#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/hard_swish_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_hard_swish_f32_params>(call);
  return unary_step(xnn_unary_hardswish, nullptr, p.count, pool);
}

}  // namespace

const XnnpackTwin xnnpack_hard_swish_f32{.kernel = KernelId::hard_swish_f32, .prepare = prepare};

}  // namespace thimble
