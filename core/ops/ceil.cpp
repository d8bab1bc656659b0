#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_ceil = unary_op("least whole number at least x");

}  // namespace thimble
