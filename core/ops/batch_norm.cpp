#include "core/base/text.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "epsilon", .type = AttrType::real, .real = 1e-5}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  constexpr std::string_view kNames[] = {"x", "scale", "bias", "mean", "variance"};
  const Shape& in = node.in_shape(0);
  if (in.empty()) return bad_data("batch norm of a scalar, expected a last dimension of channels");
  for (std::size_t i = 1; i < std::size(kNames); ++i) {
    if (node.in_shape(i) == Shape{in.back()}) continue;
    return bad_data(std::string(kNames[i]) + " of shape " + shape_text(node.in_shape(i)) +
                    format(", expected one number for each of %lld channels", static_cast<long long>(in.back())));
  }
  if (!(node.real("epsilon") >= 0)) return bad_data("epsilon is " + number_text(node.real("epsilon")) + ", expected at least 0");
  return same_shape(node);
}

}  // namespace

const OpDef op_batch_norm{.doc = "scale * (x - mean) / sqrt(variance + epsilon) + bias, for each channel of the last dimension",
                          .min_inputs = 5,
                          .max_inputs = 5,
                          .attrs = kAttrs,
                          .infer_shape = infer_shape,
                          .cost = elementwise_cost,
                          .lower = lower_nothing};

}  // namespace thimble
