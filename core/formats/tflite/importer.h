// Importer: one network of a TFLite file becomes a Graph. OpContext: what the import function of one operator sees of it.
//   operators are imported in the file's order; a value is made when an operator first names its tensor
//   a DEQUANTIZE of a constant is no operator of ours: as weights of a float layer the constant itself is taken, in the type
//   that it is stored in (f16, or s8 with one scale an output channel); elsewhere it becomes a constant of floats
//   an `unsupported` answer is gathered (refusals.h) and the walk goes on; any other error ends it
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/formats/refusals.h"
#include "core/formats/tflite/tensor_reader.h"
#include "core/ir/interner.h"
#include "core/ops/op_def.h"

namespace thimble::tflite {

class Importer {
 public:
  Importer(const ModelView& model, Diagnostics& diagnostics)
      : model_(model),
        diagnostics_(diagnostics),
        tensors_(model, diagnostics),
        interner_(graph_),
        values_(model.tensor_count(), ValueId::none),
        made_(model.tensor_count(), false),
        read_(model.tensor_count(), false),
        stored_(model.tensor_count(), -1) {}

  Result<Graph> run();

 private:
  friend class OpContext;

  // `index` comes from the file. -1 is an absent operand.
  Result<ValueId> value_of(std::int32_t index);
  Result<std::size_t> checked_tensor(std::int32_t index) const;
  Result<ValueId> make_value(std::size_t tensor);
  // The weights of a layer whose activations are `activations`: as they are stored, where a kernel reads them so.
  Result<ValueId> weights_of(std::int32_t index, DType activations, std::int32_t weight_axis);
  Result<ValueId> make_floats(std::size_t tensor);
  Result<void> mark_tensors();
  Result<void> import_inputs();
  Result<void> import_operator(std::size_t i);
  Result<void> import_outputs();
  bool stands_for_another(std::size_t pick) const;

  const ModelView& model_;
  Diagnostics& diagnostics_;
  TensorReader tensors_;
  Graph graph_;
  Interner interner_;
  std::vector<ValueId> values_;  // of each tensor, once made
  std::vector<bool> made_;       // tensors that are network inputs or some operator's output
  std::vector<bool> read_;       // tensors that some operator reads
  std::map<std::size_t, std::vector<std::int64_t>> computed_;  // short tensors of integers that follow from shapes and constants
  std::set<std::size_t> picks_;  // outputs that stand for the scores that ARG_MAX picks from
  std::vector<std::int32_t> stored_;  // of the output of a folded DEQUANTIZE: the tensor that holds the constant
  std::int64_t expanded_bytes_ = 0;   // of all constants of floats that were made from others
  std::int64_t index_bytes_ = 0;      // of all lists of indices that were made
  bool hybrid_noted_ = false;
  Refusals refusals_;
};

class OpContext {
 public:
  OpContext(Importer& importer, std::size_t index) : importer_(importer), op_(*importer.model_.op(index)), index_(index) {}

  std::int32_t code() const { return importer_.model_.op_code(index_); }
  std::size_t input_count() const { return op_.inputs() ? op_.inputs()->size() : 0; }
  std::size_t output_count() const { return op_.outputs() ? op_.outputs()->size() : 0; }
  bool has_input(std::size_t i) const { return i < input_count() && op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i)) >= 0; }
  // Inputs and outputs that an operator cannot do without; absent ones are bad_data.
  Result<ValueId> input(std::size_t i);
  Result<ValueId> output();  // the only one
  Result<ValueId> output(std::size_t i);
  Result<std::vector<ValueId>> inputs(std::size_t least, std::size_t most);  // trailing absent ones are left out
  // The same of a layer with weights: two or three, the weights being input 1 (OpDef::quant says along which axis).
  Result<std::vector<ValueId>> inputs_with_weights(OpKind kind);
  // Input i as the weights of a layer that computes on `activations`: of a folded DEQUANTIZE the constant as it is stored.
  Result<ValueId> weights_beside(ValueId activations, std::size_t i, const QuantRule& rule);
  // Takes a DEQUANTIZE of a constant as another way to store that constant. Says whether it was one.
  Result<bool> fold_constant();
  Shape shape(ValueId id) const { return importer_.graph_.shape(id); }
  DType dtype(ValueId id) const { return importer_.graph_.value(id).dtype; }
  const QuantParams* quant(ValueId id) const { return importer_.graph_.quant(id); }

  // An operand that is really an attribute: it has to be constant, of an integer type and short.
  Result<std::vector<std::int64_t>> constant_integers(std::size_t i, std::string_view what, std::size_t most);
  Result<Shape> input_shape(std::size_t i);  // of an operand that need not become a value

  // SHAPE, PACK and STRIDED_SLICE of numbers that are known before the network runs make such numbers: they end as attributes
  // of other operators (a RESHAPE's target), and no node is left of them.
  bool has_computed_integers(std::size_t i) const;
  bool has_known_integers(std::size_t i) const;  // computed ones, or a constant of the file
  Result<void> define_integers(std::vector<std::int64_t> numbers);  // as the only output
  // The one number of a constant, as a real: dequantized where it is quantized.
  Result<double> constant_real(std::size_t i, std::string_view what);

  template <class Options>
  const Options* options() const {
    return op_.builtin_options_type() == BuiltinOptionsTraits<Options>::enum_value ? static_cast<const Options*>(op_.builtin_options())
                                                                                   : nullptr;
  }

  Result<ValueId> add_integers(const Shape& shape, const std::vector<std::int32_t>& values, std::size_t named_after_input);
  // A value between two nodes of what is one operator in the file.
  ValueId add_value(DType dtype, const Shape& shape, const QuantParams* quant);
  Result<void> emit(OpKind kind, std::span<const ValueId> inputs, ValueId output, AttrSet attrs);
  // The only output stands for `value` where it is an output of the network and nothing else.
  Result<void> stand_for(ValueId value);
  void note(std::string message) { importer_.diagnostics_.note(importer_.model_.op_place(index_), std::move(message)); }
  void warn(std::string message) { importer_.diagnostics_.warn(importer_.model_.op_place(index_), std::move(message)); }

 private:
  struct Operand {
    std::size_t tensor;
    DType dtype;
    Shape shape;
    Blob bytes;
  };
  Result<Operand> constant_operand(std::size_t i, std::string_view what, std::size_t most);
  Result<ValueId> operand(const Indices* list, std::size_t i, std::string_view what);
  void note_hybrid(std::int32_t weights);
  Result<std::vector<ValueId>> gather_inputs(std::size_t least, std::size_t most, const QuantRule* rule);

  Importer& importer_;
  const Operator& op_;
  std::size_t index_;
};

}  // namespace thimble::tflite
