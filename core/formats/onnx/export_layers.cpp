// How layers with weights, and pools, are written.
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/onnx/export_map.h"

namespace thimble::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

Ints pads_of(const NodeView& node) {
  return {node.integer("pad_top"), node.integer("pad_left"), node.integer("pad_bottom"), node.integer("pad_right")};
}
Ints strides_of(const NodeView& node) { return {node.integer("stride_h"), node.integer("stride_w")}; }

// Weights that the network computes are not permuted here, and nobody has asked for them yet.
Result<void> expect_constant_weights(const NodeExport& node) {
  if (node.node().graph().constant(node.node().input(1))) return {};
  return unsupported("weights that the network computes", "Write the network as .tflite, or make the weights constant.");
}

void save_convolution(NodeExport& node, std::string_view op_type, std::string weights, std::int64_t groups, Shape kernel) {
  const NodeView& view = node.node();
  AttrSet attrs{{"kernel_shape", std::move(kernel)},
                {"strides", strides_of(view)},
                {"dilations", Ints{view.integer("dilation_h"), view.integer("dilation_w")}},
                {"pads", pads_of(view)},
                {"group", groups}};
  const std::string input = node.real(0, Order::first), bias = node.bias(2);
  node.finish(node.op(op_type, {input, std::move(weights), bias}, std::move(attrs)), Order::first, view.text("activation"));
}

// The columns of dense weights [O, H*W*C] in the order of a flatten of channels first.
std::string weights_of_flat(NodeExport& node, const Shape& image) {
  const Shape& shape = node.node().in_shape(1);
  const std::int64_t pixels = image[1] * image[2], channels = image[3];
  return node.weights_as(1, {shape[0], pixels, channels}, Ints{0, 2, 1}, shape);
}

}  // namespace

Result<void> save_conv2d(NodeExport& node, std::string_view op_type) {
  THIMBLE_TRY_VOID(expect_constant_weights(node));
  const Shape& w = node.node().in_shape(1);  // OHWI
  const std::string weights = node.weights(1, Ints{0, 3, 1, 2}, {w[0], w[3], w[1], w[2]});
  save_convolution(node, op_type, weights, node.node().in_shape(0)[3] / w[3], {w[1], w[2]});
  return {};
}

Result<void> save_depthwise_conv2d(NodeExport& node, std::string_view op_type) {
  THIMBLE_TRY_VOID(expect_constant_weights(node));
  const Shape& w = node.node().in_shape(1);  // [1, KH, KW, C*M]
  const std::string weights = node.weights(1, Ints{3, 0, 1, 2}, {w[3], 1, w[1], w[2]});
  save_convolution(node, op_type, weights, node.node().in_shape(0)[3], {w[1], w[2]});
  return {};
}

Result<void> save_transpose_conv2d(NodeExport& node, std::string_view op_type) {
  THIMBLE_TRY_VOID(expect_constant_weights(node));
  const NodeView& view = node.node();
  const Shape& w = view.in_shape(1);  // OHWI
  const std::string weights = node.weights(1, Ints{3, 0, 1, 2}, {w[3], w[0], w[1], w[2]});
  const std::string input = node.real(0, Order::first), bias = node.bias(2);
  AttrSet attrs{{"kernel_shape", Ints{w[1], w[2]}},
                {"strides", strides_of(view)},
                {"pads", pads_of(view)},
                {"output_padding", Ints{view.integer("out_pad_h"), view.integer("out_pad_w")}}};
  node.finish(node.op(op_type, {input, weights, bias}, std::move(attrs)), Order::first, view.text("activation"));
  return {};
}

Result<void> save_fully_connected(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const Shape& w = view.in_shape(1);
  const bool flat = node.made_in(0, Order::flat);
  const std::string weights = flat ? weights_of_flat(node, node.flat_image(0)) : node.real(1, Order::plain);
  const std::string bias = node.bias(2);
  std::string input = node.stored(0, flat ? Order::flat : Order::plain);
  const Shape& in = view.in_shape(0);
  const bool wide = in.size() == 2 && in[1] == w[1];
  if (wide) {
    const std::string reals = node.real(0, flat ? Order::flat : Order::plain);
    node.finish(node.op(op_type, {reals, weights, bias}, {{"transB", std::int64_t{1}}}), Order::plain, view.text("activation"));
    return {};
  }
  // Gemm takes matrices: the input is made one, and the output what the layer says.
  const Shape rows{node.node().graph().value_elements(view.input(0)) / std::max<std::int64_t>(w[1], 1), w[1]};
  const std::string matrix = node.dequantized_like_input(node.op("Reshape", {input, node.integers(rows)}));
  std::string product = node.op(op_type, {matrix, weights, bias}, {{"transB", std::int64_t{1}}});
  if (view.out_shape().size() != 2) product = node.op("Reshape", {product, node.integers(view.out_shape())});
  node.finish(product, Order::plain, view.text("activation"));
  return {};
}

Result<void> save_batch_matmul(NodeExport& node, std::string_view op_type) {
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < 2; ++i) {
    std::string name = node.real(i, Order::plain);
    if (node.node().integer(i == 0 ? "transpose_a" : "transpose_b") == 1) {
      Ints perm(node.node().in_shape(i).size());
      for (std::size_t d = 0; d < perm.size(); ++d) perm[d] = static_cast<std::int64_t>(d);
      std::swap(perm[perm.size() - 1], perm[perm.size() - 2]);
      name = node.op("Transpose", {name}, {{"perm", std::move(perm)}});
    }
    operands.push_back(std::move(name));
  }
  node.finish(node.op(op_type, std::move(operands)), Order::plain);
  return {};
}

// ONNX has the channels in dimension 1, which ours are in a matrix, or with channels first.
Result<void> save_batch_norm(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const std::size_t rank = view.in_shape(0).size();
  if (rank != 2 && rank != 4) {
    return unsupported(cat("a batch norm of ", rank, " dimensions"), "Normalize values of two or four dimensions.");
  }
  const Order order = rank == 4 ? Order::first : Order::plain;
  std::vector<std::string> operands{node.real(0, order)};
  for (std::size_t i = 1; i < 5; ++i) operands.push_back(node.real(i, Order::plain));
  node.finish(node.op(op_type, std::move(operands), {{"epsilon", view.real("epsilon")}}), order);
  return {};
}

Result<void> save_pool(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  AttrSet attrs{
      {"kernel_shape", Ints{view.integer("filter_h"), view.integer("filter_w")}}, {"strides", strides_of(view)}, {"pads", pads_of(view)}};
  if (op_type == "AveragePool") attrs.push_back({"count_include_pad", view.integer("count_include_pad")});
  const std::string input = node.real(0, Order::first);
  node.finish(node.op(op_type, {input}, std::move(attrs)), Order::first, view.text("activation"));
  return {};
}

}  // namespace thimble::onnx
