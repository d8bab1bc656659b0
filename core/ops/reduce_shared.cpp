#include "core/ops/reduce_shared.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {
namespace {

bool reduces(const NodeView& node, std::size_t dim) {
  return std::ranges::count(node.integers("axes"), static_cast<std::int64_t>(dim)) > 0;
}

}  // namespace

Result<std::vector<Shape>> infer_reduce_shape(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto axes = node.integers("axes");
  for (const std::int64_t axis : axes) {
    if (axis < 0 || axis >= static_cast<std::int64_t>(in.size()))
      return bad_data(format("axis %lld is out of range of shape ", static_cast<long long>(axis)) + shape_text(in));
    if (std::ranges::count(axes, axis) > 1) return bad_data(format("axis %lld is named twice", static_cast<long long>(axis)));
  }
  Shape out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!reduces(node, i)) out.push_back(in[i]);
    if (reduces(node, i) && node.integer("keep_dims") == 1) out.push_back(1);
  }
  return std::vector<Shape>{out};
}

NodeCost reduce_cost(const NodeView& node) { return {WorkKind::pool, 0, node.graph().value_elements(node.input(0))}; }

Result<Reduction> reduction_of(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  Reduction out;
  bool started = false, ended = false;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] == 1) continue;
    const bool reduced = reduces(node, i);
    if (reduced && ended) {
      return unsupported("reducing dimensions of " + shape_text(in) + " that are not neighbours",
                         "Transpose first, or reduce one group of neighbours after the other.");
    }
    (reduced ? out.count : started ? out.inner : out.outer) *= in[i];
    ended = started && !reduced;
    started = started || reduced;
  }
  if (out.count < 1) return unsupported("a reduction of no elements");
  return out;
}

}  // namespace thimble
