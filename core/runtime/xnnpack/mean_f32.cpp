#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/mean_f32.h"
}

namespace thimble {
namespace {

// As a pool over a column of `count` pixels: XNNPACK's own reduction was seen to crash ([1, 52, 2] over dimension 1).
std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_mean_f32_params>(call);
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  xnn_operator_t op = nullptr;
  if (xnn_create_average_pooling2d_nhwc_f32(0, 0, 0, 0, static_cast<std::uint32_t>(p.count), 1, static_cast<std::uint32_t>(p.count), 1,
                                            -kInfinity, kInfinity, 0, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(op, [](xnn_operator_t self, const XnnpackAddresses& at) {
    return xnn_setup_average_pooling2d_nhwc_f32(self, at.workspace, at.inputs[0], at.output);
  });
  const auto channels = static_cast<std::size_t>(p.inner);
  std::size_t alignment = 0, out_h = 0, out_w = 0;
  if (xnn_reshape_average_pooling2d_nhwc_f32(op, static_cast<std::size_t>(p.outer), static_cast<std::size_t>(p.count), 1, channels,
                                             channels, channels, &step.workspace_bytes, &alignment, &out_h, &out_w,
                                             pool) != xnn_status_success)
    return std::nullopt;
  return step;
}

}  // namespace

const XnnpackTwin xnnpack_mean_f32{.kernel = KernelId::mean_f32, .prepare = prepare};

}  // namespace thimble
