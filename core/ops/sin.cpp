#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_sin = unary_op("sine of x in radians");

}  // namespace thimble
