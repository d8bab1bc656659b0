#include "core/ops/broadcast.h"
#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_div{.doc = "a / b with broadcasting",
                   .min_inputs = 2,
                   .max_inputs = 2,
                   .attrs = kElementwiseAttrs,
                   .infer_shape = broadcast_shape,
                   .cost = elementwise_cost,
                   .lower = lower_nothing};

}  // namespace thimble
