#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double ceil_of(const NodeView&, double x) { return std::ceil(x); }

}  // namespace

const OpDef op_ceil =
    unary_op("least whole number at least x", lower_unary<KernelId::ceil_f32, ceil_of, true>, kStepKernels<KernelId::ceil_f32>);

}  // namespace thimble
