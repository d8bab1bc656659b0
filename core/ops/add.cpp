#include "core/ops/sum_shared.h"

extern "C" {
#include "core/kernels/device/add_f32.h"
#include "core/kernels/device/add_s16.h"
#include "core/kernels/device/add_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_sum<thimble_add_f32_params, thimble_add_s8_params, thimble_add_s16_params>(node, KernelId::add_f32, KernelId::add_s8,
                                                                                          KernelId::add_s16);
}

constexpr KernelId kKernels[] = {KernelId::add_s8, KernelId::add_s16, KernelId::add_f32};

}  // namespace

const OpDef op_add = binary_op("a + b with broadcasting", lower, kKernels, kOwnScales, kElementwiseAttrs);

}  // namespace thimble
