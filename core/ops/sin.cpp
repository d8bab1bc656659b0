#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double sin_of(const NodeView&, double x) { return std::sin(x); }

}  // namespace

const OpDef op_sin = unary_op("sine of x in radians", lower_unary<KernelId::sin_f32, sin_of>, kUnaryKernels<KernelId::sin_f32>);

}  // namespace thimble
