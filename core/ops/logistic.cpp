#include "core/ops/shared.h"

namespace thimble {

const OpDef op_logistic{.doc = "1 / (1 + exp(-x))", .infer_shape = same_shape, .cost = elementwise_cost};

}  // namespace thimble
