#include <algorithm>

#include "core/base/text.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "axis", .low = 0, .high = kMaxRank - 1}};

// The positions along the axis: constant, so that none can lie outside when the network runs.
Result<std::vector<std::int32_t>> indices_of(const NodeView& node) {
  const Blob* blob = node.graph().constant(node.input(1));
  if (!blob) return unsupported("gather with indices that the network computes", "Only constant indices are supported.");
  if (node.in_dtype(1) != DType::s32) return bad_data("indices of type " + std::string(dtype_name(node.in_dtype(1))) + ", expected s32");
  return blob->copy_as<std::int32_t>();
}

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto axis = static_cast<std::size_t>(node.integer("axis"));
  if (axis >= in.size()) return bad_data(format("axis %zu of shape ", axis) + shape_text(in));
  THIMBLE_TRY(const std::vector<std::int32_t> indices, indices_of(node));
  for (const std::int32_t index : indices) {
    if (index < 0 || index >= in[axis]) return bad_data(format("index %d of a dimension of %lld", index, static_cast<long long>(in[axis])));
  }
  const auto at = [&](std::size_t i) { return in.begin() + static_cast<std::ptrdiff_t>(i); };
  Shape out(in.begin(), at(axis));
  out.insert(out.end(), node.in_shape(1).begin(), node.in_shape(1).end());
  out.insert(out.end(), at(axis + 1), in.end());
  if (out.size() > kMaxRank) return unsupported(format("a result of %zu dimensions, expected at most %zu", out.size(), kMaxRank));
  return std::vector<Shape>{out};
}

}  // namespace

const OpDef op_gather{.doc = "slices of x along an axis, at constant indices",
                      .min_inputs = 2,
                      .max_inputs = 2,
                      .attrs = kAttrs,
                      .infer_shape = infer_shape,
                      .cost = data_movement_cost,
                      .lower = lower_nothing};

}  // namespace thimble
