#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_softsign = unary_op("x / (1 + |x|)");

}  // namespace thimble
