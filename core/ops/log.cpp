#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

// Of 0 and below it is the least number of the type, as in the reference.
double log_of(const NodeView&, double x) { return std::log(x); }

}  // namespace

const OpDef op_log = unary_op("natural logarithm", lower_unary<KernelId::log_f32, log_of>, kUnaryKernels<KernelId::log_f32>);

}  // namespace thimble
