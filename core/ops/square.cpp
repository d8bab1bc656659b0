#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_square = unary_op("x * x");

}  // namespace thimble
