#include <algorithm>
#include <cmath>

#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/elu_f32.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real, .real = 1.0}};

double elu_of(const NodeView& node, double x) { return x > 0 ? x : node.real("alpha") * std::expm1(x); }

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (!computes_floats(node)) return lower_by_table(node, real_function<elu_of>(node));
  const thimble_elu_f32_params params{.count = output_elements(node), .alpha = static_cast<float>(node.real("alpha"))};
  return std::vector<KernelCall>{unary_call(KernelId::elu_f32, params_of(params))};
}

}  // namespace

const OpDef op_elu = unary_op("x where positive, else alpha * (exp(x) - 1)", lower, kUnaryKernels<KernelId::elu_f32>, kAttrs);

}  // namespace thimble
