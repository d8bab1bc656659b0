#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_exp = unary_op("e to the power of x");

}  // namespace thimble
