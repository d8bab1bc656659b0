#include "core/base/text.h"
#include "core/ops/broadcast.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY(std::vector<Shape> out, broadcast_shape(node));
  if (out[0] == node.in_shape(0)) return out;
  return bad_data("slopes of shape " + shape_text(node.in_shape(1)) + " are larger than the input " + shape_text(node.in_shape(0)));
}

}  // namespace

const OpDef op_prelu{.doc = "x where positive, else slope * x; the slopes broadcast to x",
                     .min_inputs = 2,
                     .max_inputs = 2,
                     .infer_shape = infer_shape,
                     .cost = elementwise_cost,
                     .lower = lower_nothing};

}  // namespace thimble
