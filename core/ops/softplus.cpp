#include <algorithm>
#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double softplus_of(const NodeView&, double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

}  // namespace

const OpDef op_softplus =
    unary_op("log(1 + exp(x))", lower_unary<KernelId::softplus_f32, softplus_of>, kUnaryKernels<KernelId::softplus_f32>);

}  // namespace thimble
