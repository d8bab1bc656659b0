#include "core/ops/broadcast.h"

extern "C" {
#include "core/kernels/device/maximum_f32.h"
#include "core/kernels/device/maximum_s16.h"
#include "core/kernels/device/maximum_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_plain_binary<thimble_maximum_f32_params, thimble_maximum_s8_params, thimble_maximum_s16_params>(
      node, KernelId::maximum_f32, KernelId::maximum_s8, KernelId::maximum_s16);
}

constexpr KernelId kKernels[] = {KernelId::maximum_s8, KernelId::maximum_s16, KernelId::maximum_f32};

}  // namespace

const OpDef op_maximum = binary_op("the greater of a and b with broadcasting", lower, kKernels, kSameScale);

}  // namespace thimble
