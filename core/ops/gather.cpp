#include "core/base/text.h"
#include "core/ops/shared.h"

extern "C" {
#include "core/kernels/device/gather_s8.h"
}

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

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_same_numbers(node));
  THIMBLE_TRY(const std::vector<std::int32_t> indices, indices_of(node));
  const Shape& in = node.in_shape(0);
  const auto axis = static_cast<std::size_t>(node.integer("axis"));
  std::int64_t outer = 1, block = dtype_bytes(node.in_dtype(0));
  for (std::size_t i = 0; i < axis; ++i) outer *= in[i];
  for (std::size_t i = axis + 1; i < in.size(); ++i) block *= in[i];
  const thimble_gather_s8_params params{.outer = int32_of(outer),
                                        .count = int32_of(static_cast<std::int64_t>(indices.size())),
                                        .block = int32_of(block),
                                        .in_stride = int32_of(block * in[axis])};
  return std::vector<KernelCall>{unary_call(KernelId::gather_s8, params_of(params), {{ElementType::s32, Blob::of(indices)}})};
}

constexpr KernelId kKernels[] = {KernelId::gather_s8};

}  // namespace

const OpDef op_gather{.doc = "slices of x along an axis, at constant indices",
                      .min_inputs = 2,
                      .max_inputs = 2,
                      .attrs = kAttrs,
                      .infer_shape = infer_shape,
                      .cost = data_movement_cost,
                      .lower = lower,
                      .kernels = kKernels,
                      .quant = kSameScale};

}  // namespace thimble
