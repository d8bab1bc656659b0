#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_log = unary_op("natural logarithm");

}  // namespace thimble
