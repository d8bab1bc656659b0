#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/mean_s16.h"
#include "core/kernels/device/mean_s8.h"
#include "core/kernels/device/sum_f32.h"
}

namespace thimble {
namespace {

// A mean without the division: mean's kernels rescale the sum by what they are told.
template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  return scaled_sum_call<Params>(node, kernel, requantize_scale(in.scale, out.scale));
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return plain_reduce_call<thimble_sum_f32_params>(node, KernelId::sum_f32);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_mean_s8_params>(node, KernelId::mean_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return call_of<thimble_mean_s16_params>(node, KernelId::mean_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::mean_s8, KernelId::mean_s16, KernelId::sum_f32};

}  // namespace

const OpDef op_sum = reduce_op("sum over some axes", lower, kKernels, kOwnScales);

}  // namespace thimble
