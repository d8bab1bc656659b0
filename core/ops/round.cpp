#include <cmath>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

double round_of(const NodeView&, double x) { return std::nearbyint(x); }

}  // namespace

const OpDef op_round = unary_op("nearest whole number, halves to the even one", lower_unary<KernelId::round_f32, round_of, true>,
                                kStepKernels<KernelId::round_f32>);

}  // namespace thimble
