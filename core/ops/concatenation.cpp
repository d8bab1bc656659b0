#include "core/base/text.h"
#include "core/ops/shared.h"

extern "C" {
#include "core/kernels/device/copy_block_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "axis", .low = 0, .high = kMaxRank - 1}, kActivationAttr};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  Shape out = node.in_shape(0);
  const auto axis = static_cast<std::size_t>(node.integer("axis"));
  if (axis >= out.size()) return bad_data(format("axis %zu of shape ", axis) + shape_text(out));
  out[axis] = 0;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    Shape part = node.in_shape(i);
    if (part.size() != out.size())
      return bad_data(cat("input ", i, " of shape ", shape_text(part), ", expected ", out.size(), " dimensions as the first has"));
    out[axis] += part[axis];
    part[axis] = out[axis];
    if (part != out)
      return bad_data("input " + format("%zu", i) + " of shape " + shape_text(node.in_shape(i)) +
                      " differs from the first outside of the axis");
  }
  return std::vector<Shape>{out};
}

// One copy an input: rows are what lies before the axis, a block is everything from the axis inwards.
Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.text("activation") != "none")
    return unsupported("a fused activation on concatenation", "Move the activation before the concatenation.");
  const auto axis = static_cast<std::size_t>(node.integer("axis"));
  const Shape& out = node.out_shape();
  std::int64_t rows = 1, inner = dtype_bytes(node.out_dtype());
  for (std::size_t i = 0; i < axis; ++i) rows *= out[i];
  for (std::size_t i = axis + 1; i < out.size(); ++i) inner *= out[i];
  std::vector<KernelCall> calls;
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (node.in_dtype(i) != node.out_dtype())
      return bad_data(
          cat("input ", i, " of type ", dtype_name(node.in_dtype(i)), ", expected the output's ", dtype_name(node.out_dtype())));
    const QuantParams* from = node.graph().quant(node.input(i));
    const QuantParams* to = node.graph().quant(node.output());
    if ((from == nullptr) != (to == nullptr) || (from && !(*from == *to))) {
      return unsupported(format("input %zu has another scale than the output; the 8-bit specification asks for equal ones", i),
                         "Convert the network again: current converters equalize them.");
    }
    const std::int64_t bytes = node.in_shape(i)[axis] * inner;
    const thimble_copy_block_s8_params params{.count = int32_of(rows),
                                              .bytes = int32_of(bytes),
                                              .in_offset = 0,
                                              .in_stride = int32_of(bytes),
                                              .out_offset = int32_of(offset),
                                              .out_stride = int32_of(out[axis] * inner)};
    calls.push_back({KernelId::copy_block_s8, params_of(params), {static_cast<std::uint8_t>(i)}, {}, {0}});
    offset += bytes;
  }
  return calls;
}

constexpr KernelId kKernels[] = {KernelId::copy_block_s8};

}  // namespace

const OpDef op_concatenation{.doc = "inputs one after the other along an axis",
                             .min_inputs = 1,
                             .max_inputs = 64,
                             .attrs = kAttrs,
                             .infer_shape = infer_shape,
                             .cost = data_movement_cost,
                             .lower = lower,
                             .kernels = kKernels,
                             .quant = kSameScale};

}  // namespace thimble
