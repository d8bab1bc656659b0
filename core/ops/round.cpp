#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_round = unary_op("nearest whole number, halves to the even one");

}  // namespace thimble
