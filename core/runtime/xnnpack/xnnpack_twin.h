// XnnpackTwin: how XNNPACK computes what one float device kernel defines. A twin makes a step: one or two XNNPACK operators for the
// params and constants of one kernel call, whose shapes are all known; nothing where XNNPACK has no such form, and then the device
// kernel runs. Adding one: core/runtime/xnnpack/<kernel>.cpp and a line in xnnpack.def.
//   exact   within 1e-5 of the kernel, relative to the greatest element (tests/core/runtime/xnnpack_test.cpp); the same bits for any
//           number of threads
//   memory  reads up to XNN_EXTRA_BYTES behind its inputs
#pragma once

#include <pthreadpool.h>
#include <xnnpack.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "core/kernels/kernel_def.h"

namespace thimble {

struct XnnpackAddresses {
  const float* inputs[2];
  float* output;
  void* workspace;  // aligned to 64
};

struct XnnpackDelete {
  void operator()(xnn_operator_t op) const { xnn_delete_operator(op); }
};

struct XnnpackOperator {
  std::unique_ptr<xnn_operator, XnnpackDelete> handle;
  xnn_status (*setup)(xnn_operator_t op, const XnnpackAddresses& at);
};

struct XnnpackStep {
  std::vector<XnnpackOperator> operators;  // in order
  std::size_t workspace_bytes = 0;
};

struct XnnpackTwin {
  KernelId kernel;
  std::optional<XnnpackStep> (*prepare)(const KernelCall& call, pthreadpool_t pool);
};

#define THIMBLE_XNNPACK(name) extern const XnnpackTwin xnnpack_##name;
#include "core/runtime/xnnpack/xnnpack.def"
#undef THIMBLE_XNNPACK

// nullptr: none.
const XnnpackTwin* find_xnnpack_twin(KernelId kernel);

// False where XNNPACK does not run on this machine.
bool start_xnnpack();

// A call of conv2d_f32_f16 and its kin as one of conv2d_f32, its weights expanded; other calls as they are.
KernelCall with_float_weights(const KernelCall& call);

// --- pieces that twins share

inline const float* constant_floats(const KernelCall& call, std::size_t i) {
  return call.constants[i].bytes.empty() ? nullptr : reinterpret_cast<const float*>(call.constants[i].bytes.bytes().data());
}

// XNNPACK has faster code where a bound is infinite; ours say the greatest float.
inline float lower_bound(float low) { return low <= -std::numeric_limits<float>::max() ? -std::numeric_limits<float>::infinity() : low; }
inline float upper_bound(float high) { return high >= std::numeric_limits<float>::max() ? std::numeric_limits<float>::infinity() : high; }

// What has to be added below (or right of) an input for a window to have `out` positions.
inline std::uint32_t trailing_padding(std::int32_t in, std::int32_t out, std::int32_t filter, std::int32_t stride, std::int32_t dilation,
                                      std::int32_t leading) {
  const std::int64_t reach = std::int64_t{out - 1} * stride + std::int64_t{filter - 1} * dilation + 1;
  return static_cast<std::uint32_t>(std::max<std::int64_t>(reach - in - leading, 0));
}

inline XnnpackStep one_operator(xnn_operator_t op, xnn_status (*setup)(xnn_operator_t, const XnnpackAddresses&),
                                std::size_t workspace_bytes = 0) {
  XnnpackStep step;
  step.operators.push_back({std::unique_ptr<xnn_operator, XnnpackDelete>(op), setup});
  step.workspace_bytes = workspace_bytes;
  return step;
}

// `count` elements through a function of one argument.
std::optional<XnnpackStep> unary_step(xnn_unary_operator kind, const xnn_unary_params* params, std::int32_t count, pthreadpool_t pool);

// Two operands that broadcast; `params` begins with the sizes and strides that all binary kernels share, and the clamp that follows
// in some is an operator of its own.
struct BinaryShape {
  std::int32_t size[4], a_stride[4], b_stride[4];
};
std::optional<XnnpackStep> binary_step(xnn_binary_operator kind, const KernelCall& call, bool clamps, pthreadpool_t pool);

// What conv2d and depthwise_conv2d are to XNNPACK: a convolution of groups of channels.
struct ConvolutionGroups {
  std::int32_t count, in_c, out_c;  // how many, and the channels of each
  std::uint32_t flags;
};

template <class Params>
std::optional<XnnpackStep> convolution_step(const KernelCall& call, const Params& p, const ConvolutionGroups& groups, pthreadpool_t pool) {
  const auto size = [](std::int32_t value) { return static_cast<std::size_t>(value); };
  const auto u32 = [](std::int32_t value) { return static_cast<std::uint32_t>(value); };
  const std::uint32_t below = trailing_padding(p.in_h, p.out_h, p.filter_h, p.stride_h, p.dilation_h, p.pad_top);
  const std::uint32_t right = trailing_padding(p.in_w, p.out_w, p.filter_w, p.stride_w, p.dilation_w, p.pad_left);
  xnn_operator_t op = nullptr;
  if (xnn_create_convolution2d_nhwc_f32(u32(p.pad_top), right, below, u32(p.pad_left), u32(p.filter_h), u32(p.filter_w), u32(p.stride_h),
                                        u32(p.stride_w), u32(p.dilation_h), u32(p.dilation_w), u32(groups.count), size(groups.in_c),
                                        size(groups.out_c), size(groups.count * groups.in_c), size(groups.count * groups.out_c),
                                        constant_floats(call, 0), constant_floats(call, 1), lower_bound(p.out_min), upper_bound(p.out_max),
                                        groups.flags, nullptr, nullptr, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(op, [](xnn_operator_t self, const XnnpackAddresses& at) {
    return xnn_setup_convolution2d_nhwc_f32(self, at.workspace, at.inputs[0], at.output);
  });
  std::size_t alignment = 0, out_h = 0, out_w = 0;
  if (xnn_reshape_convolution2d_nhwc_f32(op, size(p.batches), size(p.in_h), size(p.in_w), &step.workspace_bytes, &alignment, &out_h, &out_w,
                                         pool) != xnn_status_success)
    return std::nullopt;
  if (out_h != size(p.out_h) || out_w != size(p.out_w)) return std::nullopt;
  return step;
}

}  // namespace thimble
