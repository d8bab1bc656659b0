// OpContext: operands and results of one operator. arrange.cpp has the orders of elements.
#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/formats/onnx/quantized.h"
#include "core/ops/op_def.h"

namespace thimble::onnx {

OpContext::OpContext(Importer& importer, std::size_t index)
    : importer_(importer),
      node_(importer.model_.node(index)),
      attributes_(node_),
      index_(index),
      opset_(std::min(importer.model_.opset(), kNewestOpset)) {}

const Entry& OpContext::entry(std::size_t i) const {
  static const Entry kAbsent;
  return has(i) ? *importer_.find(node_.input(static_cast<int>(i))) : kAbsent;
}

bool OpContext::has_output(std::size_t i) const {
  if (i >= output_count() || node_.output(static_cast<int>(i)).empty()) return false;
  const std::string& name = node_.output(static_cast<int>(i));
  return !importer_.model_.readers(name).empty() || importer_.model_.is_output(name);
}

Result<void> OpContext::expect_inputs(std::size_t least, std::size_t most) const {
  if (input_count() > most)
    return bad_data(counted(static_cast<std::int64_t>(input_count()), "input") + format(", expected at most %zu", most));
  for (std::size_t i = 0; i < least; ++i) {
    if (!has(i)) return bad_data(format("input %zu is missing", i), "the file is damaged: export it again");
  }
  return {};
}

Result<const Tensor*> OpContext::constant(std::size_t i, std::string_view what) const {
  if (!has(i)) return bad_data(format("input %zu (", i) + std::string(what) + ") is missing", "the file is damaged: export it again");
  if (entry(i).constant()) return &entry(i).tensor;
  return unsupported(std::string(what) + " that the network computes, expected constants",
                     "export with fixed input sizes and constant folding, so that it becomes one");
}

Result<Ints> OpContext::integers(std::size_t i, std::string_view what) const {
  THIMBLE_TRY(const Tensor* tensor, constant(i, what));
  if (tensor->dims.size() > 1 || tensor->count() > Attributes::kMaxList)
    return bad_data(std::string(what) + " of shape " + shape_text(tensor->dims) + ", expected a short list");
  return tensor->integers();
}

Result<double> OpContext::real(std::size_t i, std::string_view what) const {
  THIMBLE_TRY(const Tensor* tensor, constant(i, what));
  if (tensor->count() != 1) return bad_data(std::string(what) + " of shape " + shape_text(tensor->dims) + ", expected one number");
  return tensor->reals()[0];
}

Result<Ints> OpContext::integers_or_attribute(std::size_t i, std::string_view attribute) const {
  return has(i) ? integers(i, attribute) : attributes_.integers(attribute);
}

const Tensor& OpContext::keep(const Tensor& tensor) {
  kept_.push_back(std::make_unique<Tensor>(tensor));
  return *kept_.back();
}

Operand OpContext::real_constant(double value) { return constant_operand(Tensor::of_reals(Elem::f32, {}, std::span(&value, 1))); }

Result<Operand> OpContext::operand(std::size_t i) {
  const Entry& in = entry(i);
  if (in.kind == Entry::Kind::absent) return bad_data(format("input %zu is missing", i), "the file is damaged: export it again");
  if (!in.constant() && in.numbers == Numbers::raw && !raw_)
    return unsupported("arithmetic on integers that the network computes", "dequantize them first, or keep them float");
  if (!in.constant()) {
    ValueId value = in.value;
    if (in.numbers == Numbers::view && !quantized_) {
      THIMBLE_TRY(value, dequantized(value));
    }
    return Operand{value, nullptr, in.layout};
  }
  if (!is_real(in.tensor.elem) && !in.tensor.quant)
    return unsupported("arithmetic on " + elem_name(in.tensor.elem) + " constants", "use float");
  if (in.tensor.count() == 0) return unsupported("a constant without elements", "remove it");
  return Operand{ValueId::none, &in.tensor, Layout::plain(in.tensor.dims)};
}

Result<ValueId> OpContext::index_constant(const Tensor& tensor) {
  THIMBLE_TRY_VOID(importer_.spend(tensor.bytes.size()));
  return importer_.interner_.add_constant(DType::s32, tensor.dims, tensor.bytes, {});
}

Result<ValueId> OpContext::emit(OpKind kind, std::span<const ValueId> inputs, AttrSet attrs) {
  const DType dtype = importer_.graph_.value(inputs[0]).dtype;
  const bool same = op_def(kind).quant.kind == QuantRule::Kind::same_scale;
  if (!activation_.empty() && !same) attrs.push_back({"activation", std::string(activation_)});
  if (dtype == DType::f32) return emit_typed(kind, inputs, std::move(attrs), DType::f32, nullptr);
  if (same) {
    // A copy: the pool that it lies in grows.
    const QuantParams* quant = importer_.graph_.quant(inputs[0]);
    const std::optional<QuantParams> copy = quant ? std::optional(*quant) : std::nullopt;
    return emit_typed(kind, inputs, std::move(attrs), dtype, copy ? &*copy : nullptr);
  }
  if (!out_quant_) return unsupported("arithmetic on integers that the network computes", "dequantize them first, or keep them float");
  return emit_typed(kind, inputs, std::move(attrs), out_dtype_, &*out_quant_);
}

Result<ValueId> OpContext::emit_typed(OpKind kind, std::span<const ValueId> inputs, AttrSet attrs, DType dtype, const QuantParams* quant) {
  Graph& graph = importer_.graph_;
  const ValueId output = importer_.interner_.add_value(dtype, {}, {}, quant);
  const std::string& name = node_.name().empty() && node_.output_size() > 0 ? node_.output(0) : node_.name();
  const NodeId id = graph.add_node(kind, inputs, std::span(&output, 1), std::move(attrs), clean_name(name));
  const NodeView view(graph, id);
  const OpDef& def = op_def(kind);
  if (inputs.size() > def.max_inputs) return unsupported(format("%zu inputs, expected at most %d", inputs.size(), def.max_inputs));
  THIMBLE_TRY(std::vector<Shape> shapes, def.infer_shape(view));
  if (shapes[0].size() > kMaxRank) return unsupported(format("%zu dimensions", shapes[0].size()), "at most six are taken");
  const std::optional<std::int64_t> count = element_count(shapes[0]);
  if (!count) return out_of_budget("a result of shape " + shape_text(shapes[0]), "is this the right file?");
  if (*count == 0) return unsupported("a result without elements (shape " + shape_text(shapes[0]) + ")", "remove it");
  graph.values[index_of(output)].shape = importer_.interner_.shape(shapes[0]);
  return output;
}

Result<Operand> OpContext::emit_unary(OpKind kind, const Operand& in, AttrSet attrs) {
  THIMBLE_TRY(const Operand value, arranged(in, in.layout.physical));
  THIMBLE_TRY(const ValueId out, emit(kind, std::span(&value.value, 1), std::move(attrs)));
  return Operand{out, nullptr, value.layout};
}

Result<Operand> OpContext::emit_binary(OpKind kind, const Operand& a, const Operand& b, AttrSet attrs) {
  THIMBLE_TRY(const Pair pair, broadcast(a, b));
  const ValueId inputs[] = {pair.a.value, pair.b.value};
  THIMBLE_TRY(const ValueId out, emit(kind, inputs, std::move(attrs)));
  return Operand{out, nullptr, pair.out};
}

Result<void> OpContext::define_output(const std::string& name, const Operand& operand, Numbers numbers, bool shifted) {
  ValueInfo& info = importer_.graph_.values[index_of(operand.value)];
  if (!is_valid(info.name)) info.name = importer_.graph_.intern_string(clean_name(name));
  return importer_.define(name, {.kind = Entry::Kind::activation,
                                 .tensor = {},
                                 .value = operand.value,
                                 .layout = operand.layout,
                                 .numbers = numbers,
                                 .maker = index_,
                                 .shifted = shifted});
}

Result<void> OpContext::set_output(std::size_t i, const Operand& operand) {
  if (i >= output_count()) return bad_data(format("output %zu is missing", i), "the file is damaged: export it again");
  const std::string& name = node_.output(static_cast<int>(i));
  if (operand.constant) return importer_.define(name, {.kind = Entry::Kind::constant, .tensor = *operand.constant, .layout = {}});
  const bool integers = importer_.graph_.value(operand.value).dtype != DType::f32;
  const Numbers numbers = raw_ ? Numbers::raw : integers ? Numbers::view : Numbers::real;
  if (fused_) {
    importer_.done_[*fused_] = true;
    THIMBLE_TRY_VOID(define_output(importer_.model_.node(*fused_).output(0), operand, numbers, shifted_));
  }
  return define_output(name, operand, numbers, shifted_);
}

Result<void> OpContext::set_raw_output(std::size_t i, const Operand& operand, bool shifted) {
  if (i >= output_count()) return bad_data(format("output %zu is missing", i), "the file is damaged: export it again");
  return define_output(node_.output(static_cast<int>(i)), operand, Numbers::raw, shifted);
}

Result<void> OpContext::set_pick(const Operand& scores) {
  if (output_count() != 1) return bad_data("one output is expected");
  if (scores.constant) return unsupported("ArgMax of constants", "it does not depend on the inputs: remove it");
  return define_output(node_.output(0), scores, Numbers::pick, false);
}

void OpContext::note(std::string message) { importer_.diagnostics_.note(importer_.model_.node_place(index_), std::move(message)); }

}  // namespace thimble::onnx
