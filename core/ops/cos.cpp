#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_cos = unary_op("cosine of x in radians");

}  // namespace thimble
