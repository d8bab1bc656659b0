#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/fully_connected_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_fully_connected_f32_params>(call);
  const auto in_c = static_cast<std::size_t>(p.in_c), out_c = static_cast<std::size_t>(p.out_c);
  xnn_operator_t op = nullptr;
  if (xnn_create_fully_connected_nc_f32(in_c, out_c, in_c, out_c, constant_floats(call, 0), constant_floats(call, 1),
                                        lower_bound(p.out_min), upper_bound(p.out_max), 0, nullptr, nullptr, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(
      op, [](xnn_operator_t self, const XnnpackAddresses& at) { return xnn_setup_fully_connected_nc_f32(self, at.inputs[0], at.output); });
  if (xnn_reshape_fully_connected_nc_f32(op, static_cast<std::size_t>(p.batches), pool) != xnn_status_success) return std::nullopt;
  return step;
}

}  // namespace

const XnnpackTwin xnnpack_fully_connected_f32{.kernel = KernelId::fully_connected_f32, .prepare = prepare};

}  // namespace thimble
