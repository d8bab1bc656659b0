#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/mean_f32.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_scaled_sum<thimble_mean_f32_params>(node, KernelId::mean_f32, mean_scale);
}

constexpr KernelId kKernels[] = {KernelId::mean_s8, KernelId::mean_s16, KernelId::mean_f32};

}  // namespace

const OpDef op_mean = reduce_op("mean over some axes", lower, kKernels, kOwnScales);

}  // namespace thimble
