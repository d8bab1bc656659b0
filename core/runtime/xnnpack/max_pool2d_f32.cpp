#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/max_pool2d_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_max_pool2d_f32_params>(call);
  const std::uint32_t below = trailing_padding(p.in_h, p.out_h, p.filter_h, p.stride_h, 1, p.pad_top);
  const std::uint32_t right = trailing_padding(p.in_w, p.out_w, p.filter_w, p.stride_w, 1, p.pad_left);
  xnn_operator_t op = nullptr;
  if (xnn_create_max_pooling2d_nhwc_f32(static_cast<std::uint32_t>(p.pad_top), right, below, static_cast<std::uint32_t>(p.pad_left),
                                        static_cast<std::uint32_t>(p.filter_h), static_cast<std::uint32_t>(p.filter_w),
                                        static_cast<std::uint32_t>(p.stride_h), static_cast<std::uint32_t>(p.stride_w), 1, 1,
                                        lower_bound(p.out_min), upper_bound(p.out_max), 0, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(
      op, [](xnn_operator_t self, const XnnpackAddresses& at) { return xnn_setup_max_pooling2d_nhwc_f32(self, at.inputs[0], at.output); });
  const auto channels = static_cast<std::size_t>(p.channels);
  std::size_t out_h = 0, out_w = 0;
  if (xnn_reshape_max_pooling2d_nhwc_f32(op, static_cast<std::size_t>(p.batches), static_cast<std::size_t>(p.in_h),
                                         static_cast<std::size_t>(p.in_w), channels, channels, channels, &out_h, &out_w,
                                         pool) != xnn_status_success)
    return std::nullopt;
  if (out_h != static_cast<std::size_t>(p.out_h) || out_w != static_cast<std::size_t>(p.out_w)) return std::nullopt;
  return step;
}

}  // namespace

const XnnpackTwin xnnpack_max_pool2d_f32{.kernel = KernelId::max_pool2d_f32, .prepare = prepare};

}  // namespace thimble
