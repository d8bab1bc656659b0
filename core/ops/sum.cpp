#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/sum_f32.h"
}

namespace thimble {
namespace {

FixedPointScale scale_of(double in_scale, double out_scale, std::int64_t) { return requantize_scale(in_scale, out_scale); }

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  return lower_scaled_sum<thimble_sum_f32_params>(node, KernelId::sum_f32, scale_of);
}

constexpr KernelId kKernels[] = {KernelId::mean_s8, KernelId::mean_s16, KernelId::sum_f32};

}  // namespace

const OpDef op_sum = reduce_op("sum over some axes", lower, kKernels, kOwnScales);

}  // namespace thimble
