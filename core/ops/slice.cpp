#include "core/base/text.h"
#include "core/ops/shared.h"
#include "core/ops/strided_copy.h"

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "begin", .type = AttrType::integers},
                               {.name = "size", .type = AttrType::integers},
                               {.name = "stride", .type = AttrType::integers}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto begin = node.integers("begin"), size = node.integers("size"), stride = node.integers("stride");
  if (begin.size() != in.size() || size.size() != in.size() || stride.size() != in.size())
    return bad_data("begin, size and stride need one number a dimension of " + shape_text(in));
  for (std::size_t i = 0; i < in.size(); ++i) {
    // The last element read bounds all of them; the products cannot overflow because each factor is below 2^31.
    const bool small =
        begin[i] >= 0 && size[i] >= 0 && size[i] <= in[i] && stride[i] != 0 && stride[i] > -kMaxElements && stride[i] < kMaxElements;
    if (!small)
      return bad_data(format("dimension %zu: begin %lld, size %lld, stride %lld of ", i, static_cast<long long>(begin[i]),
                             static_cast<long long>(size[i]), static_cast<long long>(stride[i])) +
                      shape_text(in));
    const std::int64_t last = begin[i] + (size[i] - 1) * stride[i];
    if (size[i] > 0 && (begin[i] >= in[i] || last < 0 || last >= in[i]))
      return bad_data(format("dimension %zu reads outside of ", i) + shape_text(in));
  }
  return std::vector<Shape>{Shape(size.begin(), size.end())};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_same_numbers(node));
  std::vector<std::int64_t> strides = dense_strides(node.in_shape(0));
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < strides.size(); ++i) {
    offset += node.integers("begin")[i] * strides[i];
    strides[i] *= node.integers("stride")[i];
  }
  return strided_copy(node, strides, offset);
}

constexpr KernelId kKernels[] = {KernelId::strided_copy_s8};

}  // namespace

const OpDef op_slice{.doc = "every stride-th element of a box",
                     .attrs = kAttrs,
                     .infer_shape = infer_shape,
                     .cost = data_movement_cost,
                     .lower = lower,
                     .kernels = kKernels,
                     .quant = kSameScale};

}  // namespace thimble
