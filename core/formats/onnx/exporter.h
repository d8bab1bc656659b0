// Exporter: a Graph becomes an ONNX model. NodeExport: what the function that writes one node sees of it (export_map.h).
//   order       the operators of images want channels first; a value is kept in the order in which it was made and transposed
//               where another is asked for, once. Weights and constants are permuted here. Inputs and outputs have the order
//               that they have in our graph, or had in the ONNX file that the graph came from (io_layout.h)
//   quantized   QDQ: an integer value is what a QuantizeLinear makes; operators compute on DequantizeLinear of it, so that
//               runtimes fuse the three. What only moves elements works on the integers themselves. Inside of the file int8 is
//               uint8, 128 more, which stands for the same reals: runtimes on x86 and WebAssembly have integer kernels for that alone,
//               and would compute int8 in float, rounding otherwise. Inputs and outputs stay int8
//   weights     f16 through a Cast, s8 of float layers through a DequantizeLinear
//   opset       13, or what an operator needs: 14 for HardSwish, 21 for 16-bit integers
//   errors      unsupported, naming the node and what to try
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/model_builder.h"
#include "core/ops/op_def.h"

namespace thimble::onnx {

// How the elements of a value lie in the file: as in our graph; channels first, of four dimensions; or as the flatten
// [1, C*H*W] of channels first, which only a dense layer with permuted weights reads.
enum class Order : std::uint8_t { plain, first, flat };

class Exporter {
 public:
  Exporter(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics);

  Result<std::vector<std::byte>> run();

 private:
  friend class NodeExport;
  using Key = std::pair<ValueId, Order>;

  struct Port;
  Port port_of(ValueId id, std::string_view port, std::size_t i) const;
  std::string reshaped(const std::string& name, const Shape& from, const Shape& to, std::string_view output_wish);
  std::string output_in_file_order(ValueId id, const Port& port);
  void add_input(std::size_t i);
  void add_output(std::size_t i);
  Result<void> export_node(NodeId id);
  std::string wish(ValueId id, std::string_view suffix = {}) const;

  // The names of a value in the file: its stored numbers, and the reals that they stand for.
  std::string stored(ValueId id, Order order);
  std::string real(ValueId id, Order order);
  bool has(ValueId id, Order order) const { return stored_.contains({id, order}); }
  std::string stored_constant(ValueId id, Order order);
  std::string dequantized(const std::string& numbers, ValueId id, std::int32_t axis, std::string_view wish);
  std::string integers(std::span<const std::int64_t> values);
  std::string scales_of(const QuantParams& quant);
  std::string zero_points_of(const QuantParams& quant, DType dtype);
  // Whether a value's numbers are written as uint8, and the reals `name` as those.
  bool shifted(ValueId id) const;
  std::string quantized(const std::string& name, ValueId id, bool shift, std::string_view wish);
  std::string shifted_from_ours(const std::string& numbers, ValueId id);

  const Graph& graph_;
  const SaveOptions& options_;
  Diagnostics& diagnostics_;
  ModelBuilder builder_;
  std::vector<std::vector<NodeId>> readers_;  // of each value
  std::vector<std::string> output_names_;
  std::map<Key, std::string> stored_, reals_;
  std::int64_t opset_ = 13;
};

class NodeExport {
 public:
  NodeExport(Exporter& exporter, NodeId id) : exporter_(exporter), node_(exporter.graph_, id) {}

  const NodeView& node() const { return node_; }
  std::int64_t opset() const { return exporter_.opset_; }

  // Channels first where an input lies so and all inputs that are no constants have four dimensions; else as in our graph.
  Order natural_order() const;
  bool made_in(std::size_t i, Order order) const { return exporter_.has(node_.input(i), order); }

  // Input `i` as reals, and as it is stored. For constants beside a value of rank `rank`: with leading dimensions of 1.
  std::string real(std::size_t i, Order order) { return exporter_.real(node_.input(i), order); }
  std::string stored(std::size_t i, Order order) { return exporter_.stored(node_.input(i), order); }
  std::string broadcast_real(std::size_t i, Order order);
  // Constant input `i` as reals, its dimensions permuted (dimension d of the result is perm[d] of ours) and then called `dims`.
  std::string weights(std::size_t i, std::span<const std::int64_t> perm, const Shape& dims);
  // The same after its dimensions are read as `shape`, which has the same elements; for weights with one scale a row.
  std::string weights_as(std::size_t i, const Shape& shape, std::span<const std::int64_t> perm, const Shape& dims);
  std::string bias(std::size_t i);
  // `name` are stored numbers of the type and scale of input 0; the reals that they stand for.
  std::string dequantized_like_input(const std::string& name);
  // The shape in our graph of the image that input `i`, made in Order::flat, is the flatten of.
  const Shape& flat_image(std::size_t i) const;

  // A node of the file; its output's name.
  std::string op(std::string_view op_type, std::vector<std::string> inputs, AttrSet attrs = {});
  std::string number(double value);  // a constant of one float
  std::string floats(const Shape& dims, const std::vector<float>& values);
  std::string integers(std::span<const std::int64_t> values) { return exporter_.integers(values); }

  // The reals `name` are the node's output, after the activation; quantized where the output is.
  void finish(const std::string& name, Order order, std::string_view activation = "none");
  // The stored numbers `name` are.
  void finish_stored(const std::string& name, Order order);
  // Whether the output has the type and scale of input 0, so that moving numbers moves what they mean.
  bool moves_numbers() const;

  // Every reader of the output is a dense layer with constant weights, which can be permuted.
  bool only_dense_readers() const;
  void note(std::string message);

 private:
  std::string stored_as_reals(std::size_t i, const Blob& bytes, const Shape& dims, std::int32_t axis);

  Exporter& exporter_;
  NodeView node_;
};

// The place of a dimension of ours in a value of channels first.
std::int64_t first_axis(std::int64_t axis);
Shape shape_in(const Shape& shape, Order order);
// Elements of `width` bytes, dimension d of the result being perm[d] of `shape`.
Blob permuted(const Blob& bytes, std::int64_t width, const Shape& shape, std::span<const std::int64_t> perm);

}  // namespace thimble::onnx
