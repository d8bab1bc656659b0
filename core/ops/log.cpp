#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

// Of 0 and below it is the least number that the output's type holds, as in the reference.
double log_of(const NodeView& node, double x) {
  return x > 0 ? std::log(x) : real_of_integer(node, integer_limits(node.out_dtype()).first);
}

}  // namespace

const OpDef op_log = unary_op("natural logarithm", lower_unary<KernelId::log_f32, log_of>, kUnaryKernels<KernelId::log_f32>);

}  // namespace thimble
