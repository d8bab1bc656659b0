#include <algorithm>
#include <cmath>

#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/selu_f32.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "alpha", .type = AttrType::real, .real = 1.67326319217681884765625},
                               {.name = "gamma", .type = AttrType::real, .real = 1.05070102214813232421875}};

double selu_of(const NodeView& node, double x) { return node.real("gamma") * (x > 0 ? x : node.real("alpha") * std::expm1(x)); }

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (!computes_floats(node)) return lower_by_table(node, real_function<selu_of>(node));
  const thimble_selu_f32_params params{
      .count = output_elements(node), .alpha = static_cast<float>(node.real("alpha")), .gamma = static_cast<float>(node.real("gamma"))};
  return std::vector<KernelCall>{unary_call(KernelId::selu_f32, params_of(params))};
}

}  // namespace

const OpDef op_selu =
    unary_op("gamma * x where positive, else gamma * alpha * (exp(x) - 1)", lower, kUnaryKernels<KernelId::selu_f32>, kAttrs);

}  // namespace thimble
