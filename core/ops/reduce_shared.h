// What mean, sum, reduce_max, reduce_min and reduce_prod share: attributes, shapes, cost, and the dimensions as three.
#pragma once

#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/mean_s16.h"
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {

inline constexpr AttrSpec kReduceAttrs[] = {{.name = "axes", .type = AttrType::integers}, {.name = "keep_dims", .low = 0, .high = 1}};

// Every axis in the shape, named once; a reduced dimension goes, or stays as 1 with keep_dims.
Result<std::vector<Shape>> infer_reduce_shape(const NodeView& node);
NodeCost reduce_cost(const NodeView& node);

// The input as [outer, count, inner], of which `count` is reduced. Reduced dimensions have to be neighbours (dimensions of
// size 1 do not separate them).
struct Reduction {
  std::int64_t outer = 1, count = 1, inner = 1;
};
Result<Reduction> reduction_of(const NodeView& node);  // refuses to reduce nothing at all

// A kernel whose params are those three numbers.
template <class Params>
Result<std::vector<KernelCall>> plain_reduce_call(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const Reduction r, reduction_of(node));
  const Params params{.outer = int32_of(r.outer), .count = int32_of(r.count), .inner = int32_of(r.inner)};
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

// What a sum of `count` quantized numbers is multiplied by to be the result.
using SumScale = FixedPointScale (*)(double in_scale, double out_scale, std::int64_t count);

// mean and sum of quantized numbers, both by mean's kernels: the sum without zero points, times a scale.
template <class Params>
Result<std::vector<KernelCall>> scaled_sum_call(const NodeView& node, KernelId kernel, SumScale scale_of) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const Reduction r, reduction_of(node));
  const FixedPointScale scale = scale_of(in.scale, out.scale, r.count);
  if (r.count > (1 << 23)) return unsupported("a sum of more than 2^23 elements");
  Params params{};
  params.outer = int32_of(r.outer), params.count = int32_of(r.count), params.inner = int32_of(r.inner);
  params.multiplier = scale.multiplier, params.shift = scale.shift;
  if constexpr (requires { params.in_zero_point; }) {
    params.in_zero_point = in.zero_point, params.out_zero_point = out.zero_point;
  } else {
    THIMBLE_TRY_VOID(expect_symmetric(node));
  }
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

template <class FloatParams>
Result<std::vector<KernelCall>> lower_scaled_sum(const NodeView& node, KernelId float_kernel, SumScale scale_of) {
  if (computes_floats(node)) return plain_reduce_call<FloatParams>(node, float_kernel);
  const DType dtype = node.in_dtype(0);
  if (dtype == node.out_dtype() && dtype == DType::s8) return scaled_sum_call<thimble_mean_s8_params>(node, KernelId::mean_s8, scale_of);
  if (dtype == node.out_dtype() && dtype == DType::s16) return scaled_sum_call<thimble_mean_s16_params>(node, KernelId::mean_s16, scale_of);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr OpDef reduce_op(std::string_view doc, Result<std::vector<KernelCall>> (*lower)(const NodeView&),
                          std::span<const KernelId> kernels, const QuantRule& quant = {}) {
  return {.doc = doc,
          .attrs = kReduceAttrs,
          .infer_shape = infer_reduce_shape,
          .cost = reduce_cost,
          .lower = lower,
          .kernels = kernels,
          .quant = quant};
}

}  // namespace thimble
