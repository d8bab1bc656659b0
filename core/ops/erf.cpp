#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_erf = unary_op("error function");

}  // namespace thimble
