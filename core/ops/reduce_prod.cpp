#include "core/ops/reduce_shared.h"
#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_reduce_prod = reduce_op("product over some axes", lower_nothing, {});

}  // namespace thimble
