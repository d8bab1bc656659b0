#include "core/ops/broadcast.h"
#include "core/ops/unary_shared.h"

namespace thimble {

const OpDef op_pow{.doc = "a to the power of b with broadcasting",
                   .min_inputs = 2,
                   .max_inputs = 2,
                   .infer_shape = broadcast_shape,
                   .cost = elementwise_cost,
                   .lower = lower_nothing};

}  // namespace thimble
