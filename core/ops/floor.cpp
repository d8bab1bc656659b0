#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double floor_of(const NodeView&, double x) { return std::floor(x); }

}  // namespace

const OpDef op_floor =
    unary_op("greatest whole number at most x", lower_unary<KernelId::floor_f32, floor_of, true>, kStepKernels<KernelId::floor_f32>);

}  // namespace thimble
