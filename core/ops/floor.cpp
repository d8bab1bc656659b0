#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_floor = unary_op("greatest whole number at most x");

}  // namespace thimble
