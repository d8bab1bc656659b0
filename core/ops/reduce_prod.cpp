#include "core/ops/reduce_shared.h"

extern "C" {
#include "core/kernels/device/reduce_prod_f32.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return plain_reduce_call<thimble_reduce_prod_f32_params>(node, KernelId::reduce_prod_f32);
  return no_kernel(node, "f32");
}

constexpr KernelId kKernels[] = {KernelId::reduce_prod_f32};

}  // namespace

const OpDef op_reduce_prod = reduce_op("product over some axes", lower, kKernels);

}  // namespace thimble
