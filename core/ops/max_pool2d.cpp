#include "core/ops/pool_shared.h"

extern "C" {
#include "core/kernels/device/max_pool2d_f32.h"
#include "core/kernels/device/max_pool2d_s16.h"
#include "core/kernels/device/max_pool2d_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return pool_call<thimble_max_pool2d_f32_params>(node, KernelId::max_pool2d_f32);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8)
    return pool_call<thimble_max_pool2d_s8_params>(node, KernelId::max_pool2d_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16)
    return pool_call<thimble_max_pool2d_s16_params>(node, KernelId::max_pool2d_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::max_pool2d_s8, KernelId::max_pool2d_s16, KernelId::max_pool2d_f32};

}  // namespace

const OpDef op_max_pool2d{.doc = "greatest element of each window",
                          .attrs = kPoolAttrs,
                          .infer_shape = infer_pool_shape,
                          .cost = pool_cost,
                          .lower = lower,
                          .kernels = kKernels,
                          .quant = kSameScale};

}  // namespace thimble
