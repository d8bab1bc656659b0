// How more operators that calculate are written: matrix products, transposed convolutions, resizing, blocks of pixels, gathers.
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

constexpr std::int8_t kSame = 0, kValid = 1;
constexpr std::int32_t kGather = 36, kSlice = 65;

std::int32_t narrow(std::int64_t value) { return static_cast<std::int32_t>(value); }

// One direction of a transposed convolution.
struct Axis {
  std::int64_t in, out, filter, stride, before;

  std::int64_t reach() const { return (in - 1) * stride + filter; }
  bool is_valid() const { return before == 0 && out >= reach(); }
  bool is_same() const { return (out + stride - 1) / stride == in && std::max<std::int64_t>(reach() - out, 0) / 2 == before; }
};

struct Axes {
  Axis rows, columns;
};

Axes axes_of(const NodeView& node) {
  const Shape &in = node.in_shape(0), &filter = node.in_shape(1), &out = node.out_shape();
  return {{in[1], out[1], filter[1], node.integer("stride_h"), node.integer("pad_top")},
          {in[2], out[2], filter[2], node.integer("stride_w"), node.integer("pad_left")}};
}

void emit_transpose_conv(NodeExport& node, const Shape& shape, std::int32_t output, std::int8_t padding) {
  const NodeView& view = node.node();
  std::vector<std::int32_t> operands{node.integers(shape), node.input(1), node.input(0)};
  if (view.has_input(2)) operands.push_back(node.input(2));
  const bool short_bias = view.in_dtype(0) == DType::s16 && view.has_input(2) && view.in_dtype(2) == DType::s32;
  const std::int8_t activation = activation_number(view.text("activation"));
  const auto options =
      CreateTransposeConvOptions(node.builder(), padding, narrow(view.integer("stride_w")), narrow(view.integer("stride_h")), activation,
                                 short_bias ? type_number(DType::s32) : std::int8_t{0});
  node.emit(operands, output, options, {.activation = activation != 0, .short_bias = short_bias});
}

Result<std::int32_t> resize_size(NodeExport& node) {
  const NodeView& view = node.node();
  const Shape& in = view.in_shape(0);
  const std::int64_t size[] = {view.integer("out_h"), view.integer("out_w")};
  for (const auto& [name, out, from] : {std::tuple("scale_h", size[0], in[1]), std::tuple("scale_w", size[1], in[2])}) {
    const double scale = view.real(name);
    if (scale == 0 || scale * static_cast<double>(from) == static_cast<double>(out) || view.integer("align_corners") == 1) continue;
    return unsupported(cat("a resize by ", number_text(scale), ", which is not what its sizes say (", from, " to ", out, ")"),
                       "Resize to a whole multiple.");
  }
  return node.integers(size);
}

}  // namespace

Result<void> save_div(NodeExport& node) {
  node.emit_whole(CreateDivOptions(node.builder(), activation_number(node.node().text("activation"))));
  return {};
}

Result<void> save_batch_matmul(NodeExport& node) {
  const NodeView& view = node.node();
  node.emit_whole(CreateBatchMatMulOptions(node.builder(), view.integer("transpose_a") == 1, view.integer("transpose_b") == 1));
  return {};
}

Result<void> save_transpose_conv(NodeExport& node) {
  const Axes axes = axes_of(node.node());
  const Shape& out = node.node().out_shape();
  const bool valid = axes.rows.is_valid() && axes.columns.is_valid(), same = axes.rows.is_same() && axes.columns.is_same();
  if (valid || same) {
    emit_transpose_conv(node, out, node.output(), valid ? kValid : kSame);
    return {};
  }
  // The whole of what the filters reach, then the part that is asked for.
  const auto whole = [](const Axis& axis) { return std::max(axis.reach(), axis.before + axis.out); };
  const Shape full{out[0], whole(axes.rows), whole(axes.columns), out[3]};
  const std::int32_t between = node.between(node.output(), full);
  emit_transpose_conv(node, full, between, kValid);
  const std::int64_t begin[] = {0, axes.rows.before, axes.columns.before, 0};
  const std::int32_t operands[] = {between, node.integers(begin), node.integers(out)};
  node.emit_as(kSlice, operands, node.output(), BuiltinOptions::NONE, 0, {});
  node.note("its padding is written as a slice behind it: TFLite's transposed convolutions know only SAME and VALID");
  return {};
}

Result<void> save_resize_bilinear(NodeExport& node) {
  THIMBLE_TRY(const std::int32_t size, resize_size(node));
  const bool corners = node.node().integer("align_corners") == 1, centers = node.node().integer("half_pixel_centers") == 1;
  const std::int32_t operands[] = {node.input(0), size};
  node.emit(operands, node.output(), CreateResizeBilinearOptions(node.builder(), corners, centers), {.exact_pixels = centers});
  return {};
}

Result<void> save_resize_nearest(NodeExport& node) {
  const NodeView& view = node.node();
  if (view.text("rounding") != "by_mode") {
    return unsupported(cat("a nearest neighbour by '", view.text("rounding"), "'"),
                       "TFLite rounds down, or with align_corners to the nearest: resize in one of these ways.");
  }
  THIMBLE_TRY(const std::int32_t size, resize_size(node));
  const bool corners = view.integer("align_corners") == 1, centers = view.integer("half_pixel_centers") == 1;
  const std::int32_t operands[] = {node.input(0), size};
  node.emit(operands, node.output(), CreateResizeNearestNeighborOptions(node.builder(), corners, centers),
            {.exact_pixels = corners || centers});
  return {};
}

Result<void> save_gelu(NodeExport& node) {
  node.emit_whole(CreateGeluOptions(node.builder(), node.node().text("approximate") == "tanh"));
  return {};
}

Result<void> save_gather(NodeExport& node) {
  node.emit_whole(CreateGatherOptions(node.builder(), narrow(node.node().integer("axis"))));
  return {};
}

Result<void> save_depth_to_space(NodeExport& node) {
  const std::int64_t block = node.node().integer("block");
  std::int32_t input = node.input(0);
  if (node.node().text("mode") == "crd") {
    // Channels are brought into the order that TFLite expects: blocks outermost.
    const Shape& in = node.node().in_shape(0);
    const std::int64_t depth = in[3] / (block * block);
    std::vector<std::int64_t> order;
    for (std::int64_t place = 0; place < block * block; ++place) {
      for (std::int64_t c = 0; c < depth; ++c) order.push_back(c * block * block + place);
    }
    const std::int32_t operands[] = {input, node.integers(order)};
    const std::int32_t ordered = node.between(input, in);
    node.emit_as(kGather, operands, ordered, BuiltinOptions::GatherOptions, CreateGatherOptions(node.builder(), 3).Union(), {});
    node.note("mode crd is written as a gather of the channels before it");
    input = ordered;
  }
  node.emit(std::span(&input, 1), node.output(), CreateDepthToSpaceOptions(node.builder(), narrow(block)));
  return {};
}

Result<void> save_space_to_depth(NodeExport& node) {
  node.emit_whole(CreateSpaceToDepthOptions(node.builder(), narrow(node.node().integer("block"))));
  return {};
}

}  // namespace thimble::tflite
