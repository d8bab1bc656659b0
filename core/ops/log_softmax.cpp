#include "core/ops/float_shared.h"
#include "core/ops/softmax_shared.h"

extern "C" {
#include "core/kernels/device/log_softmax_f32.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (!computes_floats(node)) return no_kernel(node, "f32");
  const thimble_log_softmax_f32_params params{.rows = int32_of(rows_before_last(node.in_shape(0))),
                                              .depth = int32_of(node.in_shape(0).back())};
  return std::vector<KernelCall>{unary_call(KernelId::log_softmax_f32, params_of(params))};
}

constexpr KernelId kKernels[] = {KernelId::log_softmax_f32};

}  // namespace

const OpDef op_log_softmax{.doc = "x - log(sum of exp(x)) over the last dimension",
                           .infer_shape = infer_softmax_shape,
                           .cost = softmax_cost,
                           .lower = lower,
                           .kernels = kKernels};

}  // namespace thimble
