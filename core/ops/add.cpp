#include "core/ops/sum_shared.h"

extern "C" {
#include "core/kernels/device/add_f32.h"
#include "core/kernels/device/add_s16.h"
#include "core/kernels/device/add_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return float_binary_call<thimble_add_f32_params>(node, KernelId::add_f32);
  if (all_operands_are(node, DType::s8)) return sum_call<thimble_add_s8_params>(node, KernelId::add_s8, 20);
  if (all_operands_are(node, DType::s16)) return sum_call<thimble_add_s16_params>(node, KernelId::add_s16, 15);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::add_s8, KernelId::add_s16, KernelId::add_f32};

}  // namespace

const OpDef op_add = binary_op("a + b with broadcasting", lower, kKernels, kOwnScales, kElementwiseAttrs);

}  // namespace thimble
