// What average_pool2d and max_pool2d share: shapes, cost and params; `Params` of both kernels have the same members.
#pragma once

#include <type_traits>

#include "core/ops/float_shared.h"

namespace thimble {

inline Result<std::vector<Shape>> infer_pool_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  THIMBLE_TRY(const Window w, window_of(node, node.integer("filter_h"), node.integer("filter_w")));
  // A window that lies in the padding alone has no elements to average.
  if (node.integer("pad_top") >= w.filter_h || node.integer("pad_bottom") >= w.filter_h || node.integer("pad_left") >= w.filter_w ||
      node.integer("pad_right") >= w.filter_w) {
    return bad_data("padding as large as the window, expected smaller");
  }
  return std::vector<Shape>{{node.in_shape(0)[0], w.out_h, w.out_w, node.in_shape(0)[3]}};
}

inline NodeCost pool_cost(const NodeView& node) {
  // Counted in elements read: a window of 25 x 5 costs more than one of 2 x 2.
  return {WorkKind::pool, 0, node.graph().value_elements(node.output()) * node.integer("filter_h") * node.integer("filter_w")};
}

template <class Params>
Result<std::vector<KernelCall>> pool_call(const NodeView& node, KernelId kernel) {
  const Shape& in = node.in_shape(0);
  THIMBLE_TRY(const Window w, window_of(node, node.integer("filter_h"), node.integer("filter_w")));
  Params params{};
  params.batches = int32_of(in[0]), params.in_h = int32_of(in[1]), params.in_w = int32_of(in[2]), params.channels = int32_of(in[3]);
  params.out_h = int32_of(w.out_h), params.out_w = int32_of(w.out_w), params.filter_h = int32_of(w.filter_h);
  params.filter_w = int32_of(w.filter_w), params.stride_h = int32_of(w.stride_h), params.stride_w = int32_of(w.stride_w);
  params.pad_top = int32_of(w.pad_top), params.pad_left = int32_of(w.pad_left);
  if constexpr (std::is_same_v<decltype(params.out_min), float>) {
    const FloatRange range = float_range(node.text("activation"));
    params.out_min = range.low, params.out_max = range.high;
    if constexpr (requires { params.count_padding; }) params.count_padding = int32_of(node.integer("count_include_pad"));
  } else {
    THIMBLE_TRY_VOID(expect_same_scale(node));
    THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
    params.out_min = range.low, params.out_max = range.high;
  }
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

// The kernel of the node's type; the types of params are those of its kernels in floats, int8 and int16.
template <class F32, class S8, class S16>
Result<std::vector<KernelCall>> lower_pool(const NodeView& node, KernelId f32, KernelId s8, KernelId s16) {
  if (computes_floats(node)) return pool_call<F32>(node, f32);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return pool_call<S8>(node, s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return pool_call<S16>(node, s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr OpDef pool_op(std::string_view doc, Result<std::vector<KernelCall>> (*lower)(const NodeView&), std::span<const KernelId> kernels,
                        std::span<const AttrSpec> attrs) {
  return {.doc = doc,
          .attrs = attrs,
          .infer_shape = infer_pool_shape,
          .cost = pool_cost,
          .lower = lower,
          .kernels = kernels,
          .quant = kSameScale};
}

}  // namespace thimble
