// Strides with which a kernel reads two operands that broadcast together: up to four dimensions, 0 where one repeats.
#pragma once

#include <array>

#include "core/ops/float_shared.h"

namespace thimble {

struct Broadcast {
  std::array<std::int32_t, 4> size{}, a_stride{}, b_stride{};
};

// Dimensions that both operands step through alike are merged first, so that equal shapes become one long row and more
// than four dimensions rarely remain; refuses where they do.
Result<Broadcast> broadcast_of(const NodeView& node);

// out = clamp(requantize(...)) kernels over two operands share these members (add_s8, sub_s8 and their s16 twins).
template <class Params>
void set_strides(Params& params, const Broadcast& broadcast) {
  params.size_0 = broadcast.size[0], params.size_1 = broadcast.size[1], params.size_2 = broadcast.size[2],
  params.size_3 = broadcast.size[3];
  params.a_stride_0 = broadcast.a_stride[0], params.a_stride_1 = broadcast.a_stride[1], params.a_stride_2 = broadcast.a_stride[2];
  params.a_stride_3 = broadcast.a_stride[3];
  params.b_stride_0 = broadcast.b_stride[0], params.b_stride_1 = broadcast.b_stride[1], params.b_stride_2 = broadcast.b_stride[2];
  params.b_stride_3 = broadcast.b_stride[3];
}

inline bool all_operands_are(const NodeView& node, DType dtype) {
  return node.in_dtype(0) == dtype && node.in_dtype(1) == dtype && node.out_dtype() == dtype;
}

// The kernel of two activation operands, either of which may be a constant of the graph.
inline KernelCall binary_call(KernelId kernel, std::vector<std::int32_t> params) { return {kernel, std::move(params), {0, 1}, {}, {0}}; }

// A float kernel whose params are the strides, then the clamp.
template <class Params>
Result<std::vector<KernelCall>> float_binary_call(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const Broadcast broadcast, broadcast_of(node));
  const FloatRange range = float_range(node.text("activation"));
  Params params{};
  set_strides(params, broadcast);
  params.out_min = range.low, params.out_max = range.high;
  return std::vector<KernelCall>{binary_call(kernel, params_of(params))};
}

// A kernel whose params are the strides alone; all quantized operands have one scale.
template <class Params>
Result<std::vector<KernelCall>> plain_binary_call(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY_VOID(expect_one_scale(node));
  THIMBLE_TRY(const Broadcast broadcast, broadcast_of(node));
  Params params{};
  set_strides(params, broadcast);
  return std::vector<KernelCall>{binary_call(kernel, params_of(params))};
}

// The same in each type that has such a kernel.
template <class F32, class S8, class S16>
Result<std::vector<KernelCall>> lower_plain_binary(const NodeView& node, KernelId f32, KernelId s8, KernelId s16) {
  if (all_operands_are(node, DType::f32)) return plain_binary_call<F32>(node, f32);
  if (all_operands_are(node, DType::s8)) return plain_binary_call<S8>(node, s8);
  if (all_operands_are(node, DType::s16)) return plain_binary_call<S16>(node, s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr OpDef binary_op(std::string_view doc, Result<std::vector<KernelCall>> (*lower)(const NodeView&),
                          std::span<const KernelId> kernels, const QuantRule& quant, std::span<const AttrSpec> attrs = {}) {
  return {.doc = doc,
          .min_inputs = 2,
          .max_inputs = 2,
          .attrs = attrs,
          .infer_shape = broadcast_shape,
          .cost = elementwise_cost,
          .lower = lower,
          .kernels = kernels,
          .quant = quant};
}

}  // namespace thimble
