#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_sqrt = unary_op("square root");

}  // namespace thimble
