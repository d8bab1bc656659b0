#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/softmax_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_softmax_f32_params>(call);
  xnn_operator_t op = nullptr;
  if (p.beta != 1.0f || xnn_create_softmax_nc_f32(0, &op) != xnn_status_success) return std::nullopt;
  XnnpackStep step = one_operator(
      op, [](xnn_operator_t self, const XnnpackAddresses& at) { return xnn_setup_softmax_nc_f32(self, at.inputs[0], at.output); });
  const auto depth = static_cast<std::size_t>(p.depth);
  if (xnn_reshape_softmax_nc_f32(op, depth, depth, depth, static_cast<std::size_t>(p.rows), pool) != xnn_status_success)
    return std::nullopt;
  return step;
}

}  // namespace

const XnnpackTwin xnnpack_softmax_f32{.kernel = KernelId::softmax_f32, .prepare = prepare};

}  // namespace thimble
