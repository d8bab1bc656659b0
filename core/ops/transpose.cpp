#include "core/base/text.h"
#include "core/ops/shared.h"
#include "core/ops/strided_copy.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "perm", .type = AttrType::integers}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto perm = node.integers("perm");
  std::vector<bool> seen(in.size(), false);
  Shape out;
  for (const std::int64_t axis : perm) {
    if (axis < 0 || axis >= static_cast<std::int64_t>(in.size()) || seen[static_cast<std::size_t>(axis)])
      return bad_data("perm is not a permutation of the dimensions of " + shape_text(in));
    seen[static_cast<std::size_t>(axis)] = true;
    out.push_back(in[static_cast<std::size_t>(axis)]);
  }
  if (out.size() != in.size()) return bad_data("perm has another length than the shape " + shape_text(in));
  return std::vector<Shape>{out};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_same_numbers(node));
  const std::vector<std::int64_t> dense = dense_strides(node.in_shape(0));
  std::vector<std::int64_t> strides;
  for (const std::int64_t axis : node.integers("perm")) strides.push_back(dense[static_cast<std::size_t>(axis)]);
  const std::int64_t offset = 0;
  return strided_copy(node, strides, offset);
}

constexpr KernelId kKernels[] = {KernelId::strided_copy_s8};

}  // namespace

const OpDef op_transpose{.doc = "output dimension i is input dimension perm[i]",
                         .attrs = kAttrs,
                         .infer_shape = infer_shape,
                         .cost = data_movement_cost,
                         .lower = lower,
                         .kernels = kKernels,
                         .quant = kSameScale};

}  // namespace thimble
