#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_neg = unary_op("-x");

}  // namespace thimble
