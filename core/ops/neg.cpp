#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double neg_of(const NodeView&, double x) { return -x; }

}  // namespace

const OpDef op_neg = unary_op("-x", lower_unary<KernelId::neg_f32, neg_of>, kUnaryKernels<KernelId::neg_f32>);

}  // namespace thimble
