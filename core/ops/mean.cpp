#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/mean_f32.h"
#include "core/kernels/device/mean_s16.h"
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {
namespace {

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const Reduction r, reduction_of(node));
  return scaled_sum_call<Params>(node, kernel, mean_scale(in.scale, out.scale, r.count));
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return plain_reduce_call<thimble_mean_f32_params>(node, KernelId::mean_f32);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_mean_s8_params>(node, KernelId::mean_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return call_of<thimble_mean_s16_params>(node, KernelId::mean_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::mean_s8, KernelId::mean_s16, KernelId::mean_f32};

}  // namespace

const OpDef op_mean = reduce_op("mean over some axes", lower, kKernels, kOwnScales);

}  // namespace thimble
