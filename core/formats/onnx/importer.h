// Importer: the graph of an ONNX file becomes ours. OpContext: what the import function of one operator sees of it.
//   walk     nodes in the file's order (which the format demands to be topological); operands are found by name
//   entries  what a name stands for: a constant, or a value of our graph with its Layout (layout.h). Nodes of constants are
//            computed (fold.h); reshapes and transposes of the file only change the layout
//   refusals an `unsupported` answer is gathered and the walk goes on, without the nodes that need its result
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/formats/onnx/attributes.h"
#include "core/formats/onnx/layout.h"
#include "core/formats/onnx/model_view.h"
#include "core/formats/onnx/tensor.h"
#include "core/formats/load_options.h"
#include "core/formats/refusals.h"
#include "core/ir/interner.h"
#include "core/ops/op_kind.h"

namespace thimble::onnx {

// How the numbers of a value are to be read.
enum class Numbers : std::uint8_t {
  real,  // f32 in our graph, real in the file
  raw,   // integers in both: what QuantizeLinear makes
  view,  // integers in our graph, real in the file: what DequantizeLinear makes of them
  pick,  // scores in our graph; in the file, the place of the greatest: what ArgMax makes of them
};

struct Entry {
  enum class Kind : std::uint8_t { absent, constant, activation, refused };
  Kind kind = Kind::absent;
  Tensor tensor;  // of a constant
  ValueId value = ValueId::none;
  Layout layout;  // of an activation; the file's dimensions are its logical shape
  Numbers numbers = Numbers::real;
  std::size_t maker = 0;  // the node that made it
  bool shifted = false;   // uint8 in the file, int8 less 128 in our graph

  bool constant() const { return kind == Kind::constant; }
  Shape dims() const { return constant() ? tensor.dims : layout.logical_shape(); }
};

// A value in our graph, or a constant that becomes one when its order of elements is known.
struct Operand {
  ValueId value = ValueId::none;
  const Tensor* constant = nullptr;
  Layout layout;
};

struct OpRow;
struct ValueQuant;

class Importer {
 public:
  Importer(ModelView& model, const LoadOptions& options, Diagnostics& diagnostics);

  Result<Graph> run();

 private:
  friend class OpContext;

  Result<void> import_initializers(const pb::GraphProto& graph);
  Result<void> import_inputs();
  Result<void> import_input(const pb::ValueInfoProto& info);
  Result<Shape> input_dims(const pb::ValueInfoProto& info);
  Result<void> walk(std::size_t first, std::size_t count);
  Result<void> import_node(std::size_t i);
  Result<void> import_if(std::size_t i);
  Result<bool> pass_pick(std::size_t i);
  Result<bool> try_fold(std::size_t i);
  Result<void> import_outputs();
  Error with_open_batch(Error error) const;
  void drop_unused();
  Result<ValueId> finished_output(const std::string& name);
  bool stands_for_another(const std::string& output) const;
  Result<void> define(std::string_view name, Entry entry);
  Entry* find(std::string_view name);
  Result<void> check_operands(const pb::NodeProto& node, bool& refused);
  void refuse_outputs(const pb::NodeProto& node);
  Result<void> spend(std::size_t bytes);  // of constants that are made here
  std::optional<ValueQuant> quant_after(std::size_t reader);  // of a node that quantizes
  bool wants_channels_last(const std::string& input, std::size_t rank) const;
  void describe_port(std::string_view port, std::size_t index, const Layout& layout);

  ModelView& model_;
  const LoadOptions& options_;
  Diagnostics& diagnostics_;
  TensorReader tensors_;
  Graph graph_;
  Interner interner_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::map<std::pair<ValueId, std::vector<std::int64_t>>, ValueId> arranged_;
  std::vector<bool> done_;  // nodes that an earlier one took with it
  Refusals refusals_;
  std::size_t constant_bytes_ = 0, transposes_ = 0;
  std::string open_batch_;  // the first input whose first dimension was open
};

class OpContext {
 public:
  OpContext(Importer& importer, std::size_t index);

  const pb::NodeProto& node() const { return node_; }
  const Attributes& attributes() const { return attributes_; }
  std::int64_t opset() const { return opset_; }
  std::string_view op_type() const { return node_.op_type(); }

  std::size_t input_count() const { return static_cast<std::size_t>(node_.input_size()); }
  std::size_t output_count() const { return static_cast<std::size_t>(node_.output_size()); }
  bool has(std::size_t i) const { return i < input_count() && !node_.input(static_cast<int>(i)).empty(); }
  bool has_output(std::size_t i) const;  // and somebody reads it
  bool is_constant(std::size_t i) const { return has(i) && entry(i).constant(); }
  Shape dims(std::size_t i) const { return entry(i).dims(); }
  std::size_t rank(std::size_t i) const { return dims(i).size(); }
  Result<void> expect_inputs(std::size_t least, std::size_t most) const;

  // Operands that are really attributes: constant and short.
  Result<Ints> integers(std::size_t i, std::string_view what) const;
  Result<double> real(std::size_t i, std::string_view what) const;
  // Newer op sets pass them as input `i`, older ones as attribute.
  Result<Ints> integers_or_attribute(std::size_t i, std::string_view attribute) const;
  Result<const Tensor*> constant(std::size_t i, std::string_view what) const;

  // Operands that the network computes with.
  Result<Operand> operand(std::size_t i);
  Operand constant_operand(const Tensor& tensor) { return {ValueId::none, &keep(tensor), Layout::plain(tensor.dims)}; }
  Operand real_constant(double value);
  // The same value with its elements in another order or under another shape in our graph; a transpose where it must be.
  Result<Operand> arranged(const Operand& operand, std::vector<Factors> physical);
  Result<Operand> plain(const Operand& operand);                      // in the file's own order
  Result<Operand> spatial(const Operand& operand);                    // [N,C,W] and [N,C,H,W] as [N,H,W,C]
  Result<Operand> trailing(const Operand& operand, const Ints& dims);  // those dimensions are the last one in our graph
  struct Ordered {
    Operand operand;
    Ints order;  // physical dimension i is the file's dimension order[i]
    std::int64_t physical(std::int64_t dim) const;
  };
  Result<Ordered> dimwise(const Operand& operand);                    // one dimension in our graph for each of the file's
  Result<Operand> in_order(const Operand& operand, const Ints& order);
  struct Pair {
    Operand a, b;
    Layout out;
  };
  Result<Pair> broadcast(Operand a, Operand b);

  // A node of our graph with one output; its shape follows from the operator, its type and scale from the input or from the
  // result's in the file.
  Result<ValueId> emit(OpKind kind, std::span<const ValueId> inputs, AttrSet attrs);
  Result<ValueId> emit_typed(OpKind kind, std::span<const ValueId> inputs, AttrSet attrs, DType dtype, const QuantParams* quant);
  Result<Operand> emit_unary(OpKind kind, const Operand& in, AttrSet attrs = {});
  Result<Operand> emit_binary(OpKind kind, const Operand& a, const Operand& b, AttrSet attrs = {});
  Result<Operand> emit_reduce(OpKind kind, const Operand& in, const Ints& dims, bool keep_dims);
  Result<ValueId> constant_value(const Tensor& tensor, const Shape& shape, Blob bytes);
  Result<ValueId> index_constant(const Tensor& tensor);  // of s32
  // Weights whose `bytes` have been permuted to `shape`; `perm` says where each dimension of ours was, for their scales.
  Result<ValueId> weight_value(const Tensor& tensor, const Shape& shape, Blob bytes, const Ints& perm);
  Result<ValueId> symmetric_s16(const Tensor& tensor);
  Result<ValueId> bias_value(const Tensor& bias, ValueId in, ValueId weights);
  // Between integers: whether this node is one (quantized.h), and what that needs.
  bool moves_integers(const OpRow& row) const;
  void choose_numbers(const OpRow& row);
  void note_fixed_scale(DType dtype);
  Result<ValueId> requantized(ValueId value, const QuantParams& params, DType dtype);
  Result<ValueId> matched(ValueId value);  // in the scale of the result, where that is quantized
  Result<ValueId> dequantized(ValueId value);
  Result<Operand> number_operand(std::size_t i);
  Result<Operand> dequantize_operand(const Tensor& scale, const Tensor* zero_point);
  Result<void> set_raw_output(std::size_t i, const Operand& operand, bool shifted);
  Shape value_shape(ValueId id) const { return importer_.graph_.shape(id); }
  bool on_integers() const { return quantized_ || raw_; }

  Result<void> set_output(std::size_t i, const Operand& operand);
  Result<void> set_pick(const Operand& scores);
  void note(std::string message);

 private:
  friend class Importer;
  const Entry& entry(std::size_t i) const;
  const Tensor& keep(const Tensor& tensor);
  std::optional<ValueQuant> result_quant(OpKind kind);
  bool operands_are_integers(const OpRow& row) const;
  Result<void> define_output(const std::string& name, const Operand& operand, Numbers numbers, bool shifted);

  Importer& importer_;
  const pb::NodeProto& node_;
  Attributes attributes_;
  std::size_t index_;
  std::int64_t opset_;
  std::vector<std::unique_ptr<Tensor>> kept_;
  bool quantized_ = false;
  std::optional<QuantParams> out_quant_;
  DType out_dtype_ = DType::s8;
  std::string_view activation_;       // of a node behind this one, which this one does too
  std::optional<std::size_t> fused_;  // that node
  bool raw_ = false, shifted_ = false;  // it moves integers as they are
};

}  // namespace thimble::onnx
