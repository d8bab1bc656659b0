#include "core/base/text.h"
#include "core/ops/shared.h"
#include "core/ops/strided_copy.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {count_attr("block", 1, 1)};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  const Shape& in = node.in_shape(0);
  const std::int64_t block = node.integer("block");
  if (in[1] % block != 0 || in[2] % block != 0)
    return bad_data(format("blocks of %lld x %lld of an input of ", static_cast<long long>(block), static_cast<long long>(block)) +
                    shape_text(in) + ", expected multiples");
  return std::vector<Shape>{{in[0], in[1] / block, in[2] / block, in[3] * block * block}};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_same_numbers(node));
  const Shape& in = node.in_shape(0);
  const std::int64_t block = node.integer("block");
  // The output as [N, H / block, W / block, block, block, C].
  const Shape sizes{in[0], in[1] / block, in[2] / block, block, block, in[3]};
  const std::int64_t row = in[2] * in[3];
  return strided_copy_as(node, sizes, {in[1] * row, block * row, block * in[3], row, in[3], 1}, 0);
}

constexpr KernelId kKernels[] = {KernelId::strided_copy_s8};

}  // namespace

const OpDef op_space_to_depth{.doc = "blocks of pixels become channels, a pixel's channels together",
                              .attrs = kAttrs,
                              .infer_shape = infer_shape,
                              .cost = data_movement_cost,
                              .lower = lower,
                              .kernels = kKernels,
                              .quant = kSameScale};

}  // namespace thimble
