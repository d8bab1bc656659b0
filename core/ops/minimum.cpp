#include "core/ops/broadcast.h"

extern "C" {
#include "core/kernels/device/minimum_f32.h"
#include "core/kernels/device/minimum_s16.h"
#include "core/kernels/device/minimum_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_plain_binary<thimble_minimum_f32_params, thimble_minimum_s8_params, thimble_minimum_s16_params>(
      node, KernelId::minimum_f32, KernelId::minimum_s8, KernelId::minimum_s16);
}

constexpr KernelId kKernels[] = {KernelId::minimum_s8, KernelId::minimum_s16, KernelId::minimum_f32};

}  // namespace

const OpDef op_minimum = binary_op("the lesser of a and b with broadcasting", lower, kKernels, kSameScale);

}  // namespace thimble
