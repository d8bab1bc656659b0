// What add and sub share: both operands are brought to one scale before the sum.
#pragma once

#include "core/ops/broadcast.h"

namespace thimble {

// `left_shift` is the headroom that the specification gives the operands: 20 for int8, 15 for int16.
template <class Params>
Result<std::vector<KernelCall>> sum_call(const NodeView& node, KernelId kernel, std::int32_t left_shift) {
  THIMBLE_TRY(const TensorScale a, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale b, input_scale(node, 1));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(const Broadcast broadcast, broadcast_of(node));
  const SumScales scales = sum_scales(a.scale, b.scale, out.scale, left_shift);
  Params params{};
  set_strides(params, broadcast);
  params.left_shift = scales.left_shift;
  if constexpr (requires { params.a_zero_point; }) {
    params.a_zero_point = a.zero_point, params.b_zero_point = b.zero_point, params.out_zero_point = out.zero_point;
  } else {
    THIMBLE_TRY_VOID(expect_symmetric(node));
  }
  params.a_multiplier = scales.a.multiplier, params.a_shift = scales.a.shift;
  params.b_multiplier = scales.b.multiplier, params.b_shift = scales.b.shift;
  params.out_multiplier = scales.out.multiplier, params.out_shift = scales.out.shift;
  params.out_min = range.low, params.out_max = range.high;
  return std::vector<KernelCall>{binary_call(kernel, params_of(params))};
}

// add and sub: int8 numbers are shifted 20 bits to the left before they are scaled, int16 ones 15.
template <class F32, class S8, class S16>
Result<std::vector<KernelCall>> lower_sum(const NodeView& node, KernelId f32, KernelId s8, KernelId s16) {
  if (all_operands_are(node, DType::f32)) return float_binary_call<F32>(node, f32);
  if (all_operands_are(node, DType::s8)) return sum_call<S8>(node, s8, 20);
  if (all_operands_are(node, DType::s16)) return sum_call<S16>(node, s16, 15);
  return no_kernel(node, "f32, s8 or s16");
}

}  // namespace thimble
