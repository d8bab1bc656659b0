// What operators of one number share: y = f(x) for every element, the type and shape unchanged.
#pragma once

#include "core/ops/shared.h"

namespace thimble {

// No kernel yet.
inline Result<std::vector<KernelCall>> lower_nothing(const NodeView& node) { return no_kernel(node, "no type yet"); }

constexpr OpDef unary_op(std::string_view doc, std::span<const AttrSpec> attrs = {}) {
  return {.doc = doc, .attrs = attrs, .infer_shape = same_shape, .cost = elementwise_cost, .lower = lower_nothing};
}

}  // namespace thimble
