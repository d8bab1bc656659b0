#include "core/ops/softmax_shared.h"
#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_log_softmax{.doc = "x - log(sum of exp(x)) over the last dimension",
                           .infer_shape = infer_softmax_shape,
                           .cost = softmax_cost,
                           .lower = lower_nothing};

}  // namespace thimble
