#include <limits>

#include "core/base/text.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr double kGreatest = std::numeric_limits<float>::max();
constexpr AttrSpec kAttrs[] = {{.name = "low", .type = AttrType::real, .real = -kGreatest},
                               {.name = "high", .type = AttrType::real, .real = kGreatest}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  if (node.real("low") <= node.real("high")) return same_shape(node);
  return bad_data("clip to the range from " + number_text(node.real("low")) + " to " + number_text(node.real("high")) +
                  ", expected low at most high");
}

}  // namespace

const OpDef op_clip{.doc = "x, at least low and at most high",
                    .attrs = kAttrs,
                    .infer_shape = infer_shape,
                    .cost = elementwise_cost,
                    .lower = lower_nothing};

}  // namespace thimble
