#include "core/ops/sum_shared.h"

extern "C" {
#include "core/kernels/device/sub_f32.h"
#include "core/kernels/device/sub_s16.h"
#include "core/kernels/device/sub_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_sum<thimble_sub_f32_params, thimble_sub_s8_params, thimble_sub_s16_params>(node, KernelId::sub_f32, KernelId::sub_s8,
                                                                                          KernelId::sub_s16);
}

constexpr KernelId kKernels[] = {KernelId::sub_s8, KernelId::sub_s16, KernelId::sub_f32};

}  // namespace

const OpDef op_sub = binary_op("a - b with broadcasting", lower, kKernels, kOwnScales, kElementwiseAttrs);

}  // namespace thimble
