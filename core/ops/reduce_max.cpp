#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/reduce_max_f32.h"
#include "core/kernels/device/reduce_max_s16.h"
#include "core/kernels/device/reduce_max_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return plain_reduce_call<thimble_reduce_max_f32_params>(node, KernelId::reduce_max_f32);
  if (node.in_dtype(0) != node.out_dtype()) return no_kernel(node, "f32, s8 or s16");
  THIMBLE_TRY_VOID(expect_same_scale(node));
  if (node.in_dtype(0) == DType::s8) return plain_reduce_call<thimble_reduce_max_s8_params>(node, KernelId::reduce_max_s8);
  if (node.in_dtype(0) == DType::s16) return plain_reduce_call<thimble_reduce_max_s16_params>(node, KernelId::reduce_max_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::reduce_max_s8, KernelId::reduce_max_s16, KernelId::reduce_max_f32};

}  // namespace

const OpDef op_reduce_max = reduce_op("greatest element over some axes", lower, kKernels, kSameScale);

}  // namespace thimble
