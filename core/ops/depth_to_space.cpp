#include "core/base/text.h"
#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr std::string_view kModes[] = {"dcr", "crd"};
constexpr AttrSpec kAttrs[] = {count_attr("block", 1, 1), {.name = "mode", .type = AttrType::text, .choices = kModes, .text = "dcr"}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  const Shape& in = node.in_shape(0);
  const std::int64_t block = node.integer("block");
  if (in[3] % (block * block) != 0) {
    return bad_data(format("%lld channels in blocks of %lld x %lld, expected a multiple", static_cast<long long>(in[3]),
                           static_cast<long long>(block), static_cast<long long>(block)));
  }
  return std::vector<Shape>{{in[0], in[1] * block, in[2] * block, in[3] / (block * block)}};
}

}  // namespace

const OpDef op_depth_to_space{.doc = "channels become blocks of pixels; dcr: a channel's block is outermost, crd: innermost",
                              .attrs = kAttrs,
                              .infer_shape = infer_shape,
                              .cost = data_movement_cost,
                              .lower = lower_nothing};

}  // namespace thimble
