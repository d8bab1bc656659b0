#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_rsqrt = unary_op("1 / sqrt(x)");

}  // namespace thimble
