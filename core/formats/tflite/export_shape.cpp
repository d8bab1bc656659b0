// How operators that move elements are written: concatenation, padding, slices, transposes, new shapes.
#include <algorithm>

#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

constexpr std::int32_t kStridedSlice = 45, kPadV2 = 60;

}  // namespace

Result<void> save_concatenation(NodeExport& node) {
  const auto axis = static_cast<std::int32_t>(node.node().integer("axis"));
  node.emit_whole(CreateConcatenationOptions(node.builder(), axis, activation_number(node.node().text("activation"))));
  return {};
}

Result<void> save_pad(NodeExport& node) {
  const auto pads = node.node().integers("pads");
  const std::int64_t table[] = {static_cast<std::int64_t>(pads.size() / 2), 2};
  const std::int32_t input = node.input(0), widths = node.integers_of(table, pads);
  const double value = node.node().real("value");
  if (value == 0) {
    const std::int32_t operands[] = {input, widths};
    node.emit(operands, node.output());
    return {};
  }
  THIMBLE_TRY(const std::int32_t border, node.constant_like(input, value));
  const std::int32_t operands[] = {input, widths, border};
  node.emit_as(kPadV2, operands, node.output(), BuiltinOptions::NONE, 0, {});
  return {};
}

Result<void> save_reshape(NodeExport& node) {
  const Shape& shape = node.node().out_shape();
  if (shape.empty()) {
    // A constant without elements has no bytes; the option [0] means a scalar.
    const std::int32_t none = 0;
    const auto list = node.builder().CreateVector(&none, 1);
    const std::int32_t input = node.input(0);
    node.emit(std::span(&input, 1), node.output(), CreateReshapeOptions(node.builder(), list));
    return {};
  }
  const std::int32_t operands[] = {node.input(0), node.integers(shape)};
  node.emit(operands, node.output());
  return {};
}

Result<void> save_slice(NodeExport& node) {
  const auto begin = node.node().integers("begin"), size = node.node().integers("size"), stride = node.node().integers("stride");
  bool dense = true;
  for (std::size_t i = 0; i < size.size(); ++i) dense = dense && (size[i] <= 1 || stride[i] == 1);
  const std::int32_t input = node.input(0), begins = node.integers(begin);
  if (dense) {
    const std::int32_t operands[] = {input, begins, node.integers(size)};
    node.emit(operands, node.output());
    return {};
  }
  std::vector<std::int64_t> ends(size.size()), strides(size.size(), 1);
  std::int32_t open_ends = 0;
  for (std::size_t i = 0; i < size.size(); ++i) {
    if (size[i] > 1) strides[i] = stride[i];
    ends[i] = begin[i] + (size[i] == 0 ? 0 : (size[i] - 1) * strides[i] + (strides[i] > 0 ? 1 : -1));
    // One before index 0 would be read as the last index: the mask says that there is no end.
    if (ends[i] < 0) {
      ends[i] = 0;
      open_ends |= 1 << i;
    }
  }
  const std::int32_t operands[] = {input, begins, node.integers(ends), node.integers(strides)};
  const auto options = CreateStridedSliceOptions(node.builder(), 0, open_ends);
  node.emit_as(kStridedSlice, operands, node.output(), BuiltinOptions::StridedSliceOptions, options.Union(), {});
  return {};
}

Result<void> save_transpose(NodeExport& node) {
  const std::int32_t operands[] = {node.input(0), node.integers(node.node().integers("perm"))};
  node.emit(operands, node.output());
  return {};
}

}  // namespace thimble::tflite
