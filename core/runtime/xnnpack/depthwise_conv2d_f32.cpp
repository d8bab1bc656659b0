#include "core/runtime/xnnpack/xnnpack_twin.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_f32.h"
}

namespace thimble {
namespace {

std::optional<XnnpackStep> prepare(const KernelCall& call, pthreadpool_t pool) {
  const auto p = params_as<thimble_depthwise_conv2d_f32_params>(call);
  const std::uint32_t below = trailing_padding(p.in_h, p.out_h, p.filter_h, p.stride_h, p.dilation_h, p.pad_top);
  const std::uint32_t right = trailing_padding(p.in_w, p.out_w, p.filter_w, p.stride_w, p.dilation_w, p.pad_left);
  xnn_operator_t op = nullptr;
  if (xnn_create_convolution2d_nhwc_f32(
          static_cast<std::uint32_t>(p.pad_top), right, below, static_cast<std::uint32_t>(p.pad_left),
          static_cast<std::uint32_t>(p.filter_h), static_cast<std::uint32_t>(p.filter_w), static_cast<std::uint32_t>(p.stride_h),
          static_cast<std::uint32_t>(p.stride_w), static_cast<std::uint32_t>(p.dilation_h), static_cast<std::uint32_t>(p.dilation_w),
          static_cast<std::uint32_t>(p.in_c), 1, static_cast<std::size_t>(p.depth_multiplier), static_cast<std::size_t>(p.in_c),
          static_cast<std::size_t>(p.in_c * p.depth_multiplier), constant_floats(call, 0), constant_floats(call, 1), lower_bound(p.out_min),
          upper_bound(p.out_max), XNN_FLAG_DEPTHWISE_CONVOLUTION, nullptr, nullptr, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(op, [](xnn_operator_t self, const XnnpackAddresses& at) {
    return xnn_setup_convolution2d_nhwc_f32(self, at.workspace, at.inputs[0], at.output);
  });
  std::size_t alignment = 0, out_h = 0, out_w = 0;
  if (xnn_reshape_convolution2d_nhwc_f32(op, static_cast<std::size_t>(p.batches), static_cast<std::size_t>(p.in_h),
                                         static_cast<std::size_t>(p.in_w), &step.workspace_bytes, &alignment, &out_h, &out_w,
                                         pool) != xnn_status_success)
    return std::nullopt;
  if (out_h != static_cast<std::size_t>(p.out_h) || out_w != static_cast<std::size_t>(p.out_w)) return std::nullopt;
  return step;
}

}  // namespace

const XnnpackTwin xnnpack_depthwise_conv2d_f32{.kernel = KernelId::depthwise_conv2d_f32, .prepare = prepare};

}  // namespace thimble
