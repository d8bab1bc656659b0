#include "core/ops/float_shared.h"
#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/mean_f32.h"
#include "core/kernels/device/mean_s16.h"
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  THIMBLE_TRY(const Reduction r, reduction_of(node));
  if (r.count < 1) return unsupported("mean of no elements");
  const thimble_mean_f32_params params{.outer = int32_of(r.outer), .count = int32_of(r.count), .inner = int32_of(r.inner)};
  return std::vector<KernelCall>{unary_call(KernelId::mean_f32, params_of(params))};
}

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const Reduction r, reduction_of(node));
  if (r.count < 1 || r.count > (1 << 23)) return unsupported("mean of more than 2^23 elements, or of none");
  const FixedPointScale scale = mean_scale(in.scale, out.scale, r.count);
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

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_mean_s8_params>(node, KernelId::mean_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return call_of<thimble_mean_s16_params>(node, KernelId::mean_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::mean_s8, KernelId::mean_s16, KernelId::mean_f32};

}  // namespace

const OpDef op_mean = reduce_op("mean over some axes", lower, kKernels, kOwnScales);

}  // namespace thimble
