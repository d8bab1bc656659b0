#include "core/ops/shared.h"

namespace thimble {

const OpDef op_tanh{.doc = "hyperbolic tangent", .infer_shape = same_shape, .cost = elementwise_cost};

}  // namespace thimble
