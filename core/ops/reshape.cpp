#include "core/base/text.h"
#include "core/ops/shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "shape", .type = AttrType::integers}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const auto dims = node.integers("shape");
  const Shape out(dims.begin(), dims.end());
  const auto count = element_count(out);
  if (!count || *count != node.graph().value_elements(node.input(0))) {
    return bad_data("cannot view " + shape_text(node.in_shape(0)) + " as " + shape_text(out) + ": the numbers of elements differ");
  }
  return std::vector<Shape>{out};
}

NodeCost cost(const NodeView&) { return {}; }

}  // namespace

const OpDef op_reshape{.doc = "the same bytes under another shape",
                       .attrs = kAttrs,
                       .infer_shape = infer_shape,
                       .cost = cost,
                       .alias = true,
                       .quant = kSameScale};

}  // namespace thimble
