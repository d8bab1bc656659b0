// What softmax and log_softmax share: both work along the last dimension.
#pragma once

#include "core/ops/shared.h"

namespace thimble {

inline Result<std::vector<Shape>> infer_softmax_shape(const NodeView& node) {
  if (node.in_shape(0).empty()) return bad_data("softmax of a scalar, expected at least one dimension");
  if (node.in_shape(0).back() < 1) return bad_data("softmax over no elements");
  return same_shape(node);
}

inline NodeCost softmax_cost(const NodeView& node) { return {WorkKind::softmax, 0, node.graph().value_elements(node.output())}; }

}  // namespace thimble
