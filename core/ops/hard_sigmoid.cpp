#include <algorithm>
#include <cmath>

#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/hard_sigmoid_f32.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real, .real = 0.2},
                               {.name = "beta", .type = AttrType::real, .real = 0.5}};

double hard_sigmoid_of(const NodeView& node, double x) { return std::clamp(node.real("alpha") * x + node.real("beta"), 0.0, 1.0); }

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (!computes_floats(node)) return lower_by_table(node, real_function<hard_sigmoid_of>(node));
  const thimble_hard_sigmoid_f32_params params{
      .count = output_elements(node), .alpha = static_cast<float>(node.real("alpha")), .beta = static_cast<float>(node.real("beta"))};
  return std::vector<KernelCall>{unary_call(KernelId::hard_sigmoid_f32, params_of(params))};
}

}  // namespace

const OpDef op_hard_sigmoid = unary_op("alpha * x + beta, clamped to [0, 1]", lower, kUnaryKernels<KernelId::hard_sigmoid_f32>, kAttrs);

}  // namespace thimble
