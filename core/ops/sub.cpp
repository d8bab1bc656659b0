#include "core/ops/sum_shared.h"

extern "C" {
#include "core/kernels/device/sub_f32.h"
#include "core/kernels/device/sub_s16.h"
#include "core/kernels/device/sub_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return float_binary_call<thimble_sub_f32_params>(node, KernelId::sub_f32);
  if (all_operands_are(node, DType::s8)) return sum_call<thimble_sub_s8_params>(node, KernelId::sub_s8, 20);
  if (all_operands_are(node, DType::s16)) return sum_call<thimble_sub_s16_params>(node, KernelId::sub_s16, 15);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::sub_s8, KernelId::sub_s16, KernelId::sub_f32};

}  // namespace

const OpDef op_sub = binary_op("a - b with broadcasting", lower, kKernels, kOwnScales, kElementwiseAttrs);

}  // namespace thimble
