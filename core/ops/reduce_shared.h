// What mean, sum, reduce_max, reduce_min and reduce_prod share: attributes, shapes, cost, and the dimensions as three.
#pragma once

#include "core/ops/shared.h"

namespace thimble {

inline constexpr AttrSpec kReduceAttrs[] = {{.name = "axes", .type = AttrType::integers}, {.name = "keep_dims", .low = 0, .high = 1}};

// Every axis in the shape, named once; a reduced dimension goes, or stays as 1 with keep_dims.
Result<std::vector<Shape>> infer_reduce_shape(const NodeView& node);
NodeCost reduce_cost(const NodeView& node);

// The input as [outer, count, inner], of which `count` is reduced. Reduced dimensions have to be neighbours (dimensions of
// size 1 do not separate them).
struct Reduction {
  std::int64_t outer = 1, count = 1, inner = 1;
};
Result<Reduction> reduction_of(const NodeView& node);

using LowerFunction = Result<std::vector<KernelCall>> (*)(const NodeView&);
constexpr OpDef reduce_op(std::string_view doc, LowerFunction lower, std::span<const KernelId> kernels, const QuantRule& quant = {}) {
  return {.doc = doc,
          .attrs = kReduceAttrs,
          .infer_shape = infer_reduce_shape,
          .cost = reduce_cost,
          .lower = lower,
          .kernels = kernels,
          .quant = quant};
}

}  // namespace thimble
