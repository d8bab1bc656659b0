#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double cos_of(const NodeView&, double x) { return std::cos(x); }

}  // namespace

const OpDef op_cos = unary_op("cosine of x in radians", lower_unary<KernelId::cos_f32, cos_of>, kUnaryKernels<KernelId::cos_f32>);

}  // namespace thimble
