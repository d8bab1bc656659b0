#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_abs = unary_op("|x|");

}  // namespace thimble
