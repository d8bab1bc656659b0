#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double softsign_of(const NodeView&, double x) { return x / (1.0 + std::abs(x)); }

}  // namespace

const OpDef op_softsign =
    unary_op("x / (1 + |x|)", lower_unary<KernelId::softsign_f32, softsign_of>, kUnaryKernels<KernelId::softsign_f32>);

}  // namespace thimble
