#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double square_of(const NodeView&, double x) { return x * x; }

}  // namespace

const OpDef op_square = unary_op("x * x", lower_unary<KernelId::square_f32, square_of>, kUnaryKernels<KernelId::square_f32>);

}  // namespace thimble
