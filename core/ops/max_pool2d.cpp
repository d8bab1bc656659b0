#include "core/ops/pool_shared.h"

extern "C" {
#include "core/kernels/device/max_pool2d_f32.h"
#include "core/kernels/device/max_pool2d_s16.h"
#include "core/kernels/device/max_pool2d_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_pool<thimble_max_pool2d_f32_params, thimble_max_pool2d_s8_params, thimble_max_pool2d_s16_params>(
      node, KernelId::max_pool2d_f32, KernelId::max_pool2d_s8, KernelId::max_pool2d_s16);
}

constexpr KernelId kKernels[] = {KernelId::max_pool2d_s8, KernelId::max_pool2d_s16, KernelId::max_pool2d_f32};

}  // namespace

const OpDef op_max_pool2d = pool_op("greatest element of each window", lower, kKernels, kPoolAttrs);

}  // namespace thimble
