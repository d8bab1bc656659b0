#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_softplus = unary_op("log(1 + exp(x))");

}  // namespace thimble
