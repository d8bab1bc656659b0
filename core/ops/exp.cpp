#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double exp_of(const NodeView&, double x) { return std::exp(x); }

}  // namespace

const OpDef op_exp = unary_op("e to the power of x", lower_unary<KernelId::exp_f32, exp_of>, kUnaryKernels<KernelId::exp_f32>);

}  // namespace thimble
