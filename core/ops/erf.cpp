#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double erf_of(const NodeView&, double x) { return std::erf(x); }

}  // namespace

const OpDef op_erf = unary_op("error function", lower_unary<KernelId::erf_f32, erf_of>, kUnaryKernels<KernelId::erf_f32>);

}  // namespace thimble
