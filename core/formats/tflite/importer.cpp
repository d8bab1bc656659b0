#include "core/formats/tflite/importer.h"

#include <algorithm>

#include "core/base/half.h"
#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/formats/tflite/builtin_names.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

// Legacy 8-bit networks are uint8 throughout; a new one may be uint8 at its ends, behind a conversion.
bool may_touch_uint8(OpKind kind) { return kind == OpKind::quantize || kind == OpKind::dequantize || kind == OpKind::reshape; }

bool touches_uint8(const ModelView& model, const Indices* list) {
  if (!list) return false;
  for (const std::int32_t i : *list) {
    if (i >= 0 && static_cast<std::size_t>(i) < model.tensor_count() && model.tensor(static_cast<std::size_t>(i))->type() == kTypeUint8)
      return true;
  }
  return false;
}

template <class T>
std::vector<std::int64_t> widened(const Blob& bytes) {
  const std::vector<T> items = bytes.copy_as<T>();
  return {items.begin(), items.end()};
}

Result<std::vector<std::int64_t>> integers_of(const Blob& bytes, DType dtype, std::string_view what) {
  switch (dtype) {
    case DType::s32: return widened<std::int32_t>(bytes);
    case DType::s64: return widened<std::int64_t>(bytes);
    case DType::s16: return widened<std::int16_t>(bytes);
    case DType::s8: return widened<std::int8_t>(bytes);
    case DType::u8: return widened<std::uint8_t>(bytes);
    default: return bad_data(std::string(what) + " of type " + std::string(dtype_name(dtype)) + ", expected integers");
  }
}

// real = scale * (q - zero_point), in floats as the reference's DEQUANTIZE computes it; a half is its own value.
Result<Blob> dequantized(const Blob& bytes, DType dtype, const Shape& shape, const QuantParams* quant) {
  if (dtype == DType::f16) {
    const std::vector<std::uint16_t> halves = bytes.copy_as<std::uint16_t>();
    std::vector<float> out(halves.size());
    std::transform(halves.begin(), halves.end(), out.begin(), float_of_half);
    return Blob::of(out);
  }
  if (!quant) return bad_data("has no scale, expected one to dequantize it by");
  THIMBLE_TRY(const std::vector<std::int64_t> numbers, integers_of(bytes, dtype, "a constant"));
  std::size_t inner = 1;  // elements of one index of the axis
  for (std::size_t i = static_cast<std::size_t>(quant->axis + 1); !quant->per_tensor() && i < shape.size(); ++i)
    inner *= static_cast<std::size_t>(shape[i]);
  std::vector<float> out(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t channel = quant->per_tensor() ? 0 : i / inner % quant->scales.size();
    out[i] = quant->scales[channel] * static_cast<float>(numbers[i] - quant->zero_points[channel]);
  }
  return Blob::of(out);
}

// Numbers that fit the type, which is s32 or s64.
Blob bytes_of(const std::vector<std::int64_t>& numbers, DType dtype) {
  if (dtype == DType::s64) return Blob::of(numbers);
  return Blob::of(std::vector<std::int32_t>(numbers.begin(), numbers.end()));
}

}  // namespace

Result<Graph> Importer::run() {
  THIMBLE_TRY_VOID(mark_tensors());
  THIMBLE_TRY_VOID(import_inputs());
  for (std::size_t i = 0; i < model_.operator_count(); ++i) {
    Result<void> imported = import_operator(i);
    if (imported.ok()) continue;
    if (imported.error().code() != ErrorCode::unsupported) return std::move(imported).error().in(model_.op_place(i));
    refusals_.add(imported.error(), find_row(model_.op_code(i)) ? model_.op_place(i) : model_.op_short_place(i));
  }
  if (!refusals_.empty()) return refusals_.to_error();
  if (graph_.nodes.empty())
    return bad_data("no operator computes anything: all of them unpack constants", "was the right network exported?");
  THIMBLE_TRY_VOID(import_outputs());
  return std::move(graph_);
}

Result<std::size_t> Importer::checked_tensor(std::int32_t index) const {
  if (index >= 0 && static_cast<std::size_t>(index) < model_.tensor_count()) return static_cast<std::size_t>(index);
  return bad_data(format("tensor %d of %zu", index, model_.tensor_count()), "the file is damaged: get it again");
}

Result<void> Importer::mark_tensors() {
  const auto mark_made = [this](const Indices* list) -> Result<void> {
    if (!list) return {};
    for (const std::int32_t index : *list) {
      if (index == -1) continue;
      THIMBLE_TRY(const std::size_t tensor, checked_tensor(index));
      made_[tensor] = true;
    }
    return {};
  };
  THIMBLE_TRY_VOID(mark_made(model_.inputs()).in("inputs"));
  for (std::size_t i = 0; i < model_.operator_count(); ++i) {
    THIMBLE_TRY_VOID(mark_made(model_.op(i)->outputs()).in(model_.op_place(i)));
    const Indices* inputs = model_.op(i)->inputs();
    // A wrong index is found, with its place, by the operator that reads it.
    for (flatbuffers::uoffset_t k = 0; inputs && k < inputs->size(); ++k) {
      if (const Result<std::size_t> tensor = checked_tensor(inputs->Get(k)); tensor.ok()) read_[*tensor] = true;
    }
  }
  return {};
}

Result<ValueId> Importer::value_of(std::int32_t index) {
  if (index == -1) return ValueId::none;
  THIMBLE_TRY(const std::size_t tensor, checked_tensor(index));
  if (!is_valid(values_[tensor])) {
    THIMBLE_TRY(values_[tensor], stored_[tensor] >= 0 ? make_floats(tensor) : make_value(tensor));
  }
  return values_[tensor];
}

Result<ValueId> Importer::make_value(std::size_t tensor) {
  THIMBLE_TRY(const DType dtype, tensors_.dtype(tensor));
  THIMBLE_TRY(const Shape shape, tensors_.shape(tensor));
  if (const auto found = computed_.find(tensor); found != computed_.end())
    return interner_.add_constant(dtype, shape, bytes_of(found->second, dtype), clean_name(model_.tensor(tensor)->name()));
  // A constant without elements has no bytes either: it is known by nobody making it.
  const bool constant = tensors_.has_bytes(tensor) || (!made_[tensor] && element_count(shape) == 0);
  THIMBLE_TRY(const std::optional<QuantParams> quant, tensors_.quant(tensor, dtype, shape, constant));
  const std::string name = clean_name(model_.tensor(tensor)->name());
  const QuantParams* params = quant ? &*quant : nullptr;
  if (!constant) {
    if (made_[tensor]) return interner_.add_value(dtype, shape, name, params);
    return bad_data("no operator makes it, it is no input and has no bytes", "the file is damaged: convert the network again")
        .in(model_.tensor_place(tensor));
  }
  THIMBLE_TRY(Blob bytes, tensors_.constant(tensor, dtype, shape));
  return interner_.add_constant(dtype, shape, std::move(bytes), name, params);
}

Result<ValueId> Importer::weights_of(std::int32_t index, DType activations, std::int32_t weight_axis) {
  if (index == -1) return ValueId::none;
  THIMBLE_TRY(const std::size_t tensor, checked_tensor(index));
  if (stored_[tensor] < 0 || activations != DType::f32) return value_of(index);
  THIMBLE_TRY(const ValueId stored, value_of(stored_[tensor]));
  const QuantParams* quant = graph_.quant(stored);
  const DType dtype = graph_.value(stored).dtype;
  const bool symmetric = quant && (quant->per_tensor() || quant->axis == weight_axis) &&
                         std::all_of(quant->zero_points.begin(), quant->zero_points.end(), [](std::int32_t point) { return point == 0; });
  return dtype == DType::f16 || (dtype == DType::s8 && symmetric) ? stored : value_of(index);
}

// A constant of floats out of one that is stored otherwise.
Result<ValueId> Importer::make_floats(std::size_t tensor) {
  const auto source = static_cast<std::size_t>(stored_[tensor]);
  THIMBLE_TRY(const DType dtype, tensors_.dtype(source));
  THIMBLE_TRY(const Shape shape, tensors_.shape(source));
  THIMBLE_TRY(const std::optional<QuantParams> quant, tensors_.quant(source, dtype, shape, true));
  THIMBLE_TRY(const Blob bytes, tensors_.constant(source, dtype, shape));
  // Each constant of the file is expanded once, its elements at most four times as wide.
  expanded_bytes_ += element_count(shape).value_or(0) * dtype_bytes(DType::f32);
  if (expanded_bytes_ > 4 * static_cast<std::int64_t>(model_.file_bytes())) {
    return bad_data("the same constant is dequantized again and again", "the file is damaged: convert the network again")
        .in(model_.tensor_place(tensor));
  }
  Result<Blob> floats = dequantized(bytes, dtype, shape, quant ? &*quant : nullptr);
  if (!floats.ok()) return std::move(floats).error().in(model_.tensor_place(source));
  return interner_.add_constant(DType::f32, shape, std::move(*floats), clean_name(model_.tensor(tensor)->name()));
}

Result<void> Importer::import_inputs() {
  if (!model_.inputs()) return {};
  for (const std::int32_t index : *model_.inputs()) {
    THIMBLE_TRY(const std::size_t tensor, checked_tensor(index));
    Result<void> size = tensors_.check_input_is_static(tensor);
    Result<ValueId> value = size.ok() ? value_of(index) : std::move(size).error();
    if (value.ok()) {
      graph_.inputs.push_back(*value);
    } else if (value.error().code() == ErrorCode::unsupported) {
      refusals_.add(value.error(), "input " + model_.tensor_place(tensor));
    } else {
      return std::move(value).error().in("inputs");
    }
  }
  return {};
}

Result<void> Importer::import_operator(std::size_t i) {
  const std::int32_t code = model_.op_code(i);
  const OpRow* row = find_row(code);
  if (!row) return unsupported(model_.op_label(i), unsupported_hint(code, model_.custom_code(i)));
  if (!may_touch_uint8(row->kind) && (touches_uint8(model_, model_.op(i)->inputs()) || touches_uint8(model_, model_.op(i)->outputs()))) {
    return unsupported("uint8 tensors (the 8-bit scheme of before 2020)", "convert the network again: current converters quantize to int8");
  }
  OpContext context(*this, i);
  return row->import(context, row->kind);
}

// A class beside the scores that ARG_MAX picks it from: those are enough.
bool Importer::stands_for_another(std::size_t pick) const {
  if (!picks_.contains(pick)) return false;
  for (const std::int32_t index : *model_.outputs()) {
    const auto other = static_cast<std::size_t>(index);
    if (other < values_.size() && !picks_.contains(other) && values_[other] == values_[pick]) return true;
  }
  return false;
}

Result<void> Importer::import_outputs() {
  if (!model_.outputs() || model_.outputs()->size() == 0) return bad_data("no outputs, expected at least one").in("outputs");
  for (const std::int32_t index : *model_.outputs()) {
    THIMBLE_TRY_VOID([&]() -> Result<void> {
      THIMBLE_TRY(const std::size_t tensor, checked_tensor(index));
      THIMBLE_TRY(const ValueId value, value_of(static_cast<std::int32_t>(tensor)));
      if (!stands_for_another(tensor)) graph_.outputs.push_back(value);
      return {};
    }()
                                  .in("outputs"));
  }
  return {};
}

Result<ValueId> OpContext::operand(const Indices* list, std::size_t i, std::string_view what) {
  const std::string place = std::string(what) + format(" %zu", i);
  if (!list || i >= list->size() || list->Get(static_cast<flatbuffers::uoffset_t>(i)) == -1) {
    return bad_data("is missing", "the file is damaged: convert the network again").in(place);
  }
  return importer_.value_of(list->Get(static_cast<flatbuffers::uoffset_t>(i))).in(place);
}

Result<ValueId> OpContext::input(std::size_t i) { return operand(op_.inputs(), i, "input"); }
Result<ValueId> OpContext::output() {
  if (output_count() > 1) return bad_data(cat(counted(static_cast<std::int64_t>(output_count()), "output"), ", expected 1"));
  return output(0);
}
Result<ValueId> OpContext::output(std::size_t i) { return operand(op_.outputs(), i, "output"); }

Result<std::vector<ValueId>> OpContext::inputs(std::size_t least, std::size_t most) { return gather_inputs(least, most, nullptr); }
Result<std::vector<ValueId>> OpContext::inputs_with_weights(OpKind kind) { return gather_inputs(2, 3, &op_def(kind).quant); }

Result<ValueId> OpContext::weights_beside(ValueId activations, std::size_t i, const QuantRule& rule) {
  if (!has_input(i)) return input(i);  // says that it is missing
  const std::int32_t index = op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i));
  Result<ValueId> weights = importer_.weights_of(index, dtype(activations), rule.weight_axis).in(format("input %zu", i));
  if (!weights.ok() || !is_valid(*weights) || dtype(activations) != DType::f32 || dtype(*weights) != DType::s8) return weights;
  if (!importer_.graph_.quant(*weights))
    return bad_data("weights of 8 bits beside activations of floats have no scale, expected one",
                    "the file is damaged: convert the network again")
        .in(format("input %zu", i));
  note_hybrid(index);
  return weights;
}

// Said once for the network. Behind a DEQUANTIZE of their own, the weights are floats to LiteRT too.
void OpContext::note_hybrid(std::int32_t weights) {
  if (importer_.hybrid_noted_ || importer_.stored_[static_cast<std::size_t>(weights)] >= 0) return;
  importer_.hybrid_noted_ = true;
  warn(
      "weights of 8 bits beside activations of floats, here and in layers like it: LiteRT rounds those activations to 8 bits while it "
      "runs, we compute in floats");
}

Result<std::vector<ValueId>> OpContext::gather_inputs(std::size_t least, std::size_t most, const QuantRule* rule) {
  std::size_t count = input_count();
  while (count > least && !has_input(count - 1)) --count;
  if (count < least || count > most)
    return bad_data(cat(counted(static_cast<std::int64_t>(count), "input"), ", expected ", least, " to ", most));
  std::vector<ValueId> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t index = op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i));
    if (rule && i == 1 && index >= 0) {
      THIMBLE_TRY(const ValueId weights, weights_beside(out[0], i, *rule));
      out.push_back(weights);
      continue;
    }
    THIMBLE_TRY(const ValueId value, i < least ? input(i) : importer_.value_of(index).in(format("input %zu", i)));
    out.push_back(value);
  }
  return out;
}

Result<bool> OpContext::fold_constant() {
  if (input_count() != 1 || output_count() != 1 || !has_input(0)) return false;
  THIMBLE_TRY(const std::size_t from, importer_.checked_tensor(op_.inputs()->Get(0)));
  THIMBLE_TRY(const std::size_t to, importer_.checked_tensor(op_.outputs()->Get(0)));
  if (importer_.made_[from] || !importer_.tensors_.has_bytes(from) || importer_.stored_[to] >= 0 || is_valid(importer_.values_[to]))
    return false;
  THIMBLE_TRY(const DType dtype, importer_.tensors_.dtype(from));
  THIMBLE_TRY(const DType out, importer_.tensors_.dtype(to));
  THIMBLE_TRY(const Shape in_shape, importer_.tensors_.shape(from));
  THIMBLE_TRY(const Shape out_shape, importer_.tensors_.shape(to));
  const bool storage = dtype == DType::f16 || dtype == DType::s8 || dtype == DType::u8 || dtype == DType::s16;
  if (!storage || out != DType::f32 || in_shape != out_shape) return false;
  importer_.stored_[to] = static_cast<std::int32_t>(from);
  return true;
}

// Read beside the graph: what becomes an attribute is no value of it.
Result<OpContext::Operand> OpContext::constant_operand(std::size_t i, std::string_view what, std::size_t most) {
  const std::int32_t index = has_input(i) ? op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i)) : -1;
  if (index < 0) return bad_data("is missing", "the file is damaged: convert the network again");
  THIMBLE_TRY(const std::size_t tensor, importer_.checked_tensor(index));
  THIMBLE_TRY(const DType dtype, importer_.tensors_.dtype(tensor));
  THIMBLE_TRY(const Shape shape, importer_.tensors_.shape(tensor));
  const std::int64_t count = element_count(shape).value_or(0);
  if (const auto found = importer_.computed_.find(tensor); found != importer_.computed_.end() && found->second.size() <= most)
    return Operand{tensor, dtype, shape, bytes_of(found->second, dtype)};
  if (importer_.made_[tensor] || (count > 0 && !importer_.tensors_.has_bytes(tensor))) {
    return unsupported(std::string(what) + " computed while the network runs",
                       "convert with fixed input sizes, so that it becomes a constant");
  }
  if (count > static_cast<std::int64_t>(most))
    return bad_data(std::string(what) + " of shape " + shape_text(shape) + format(", expected at most %zu numbers", most));
  THIMBLE_TRY(Blob bytes, importer_.tensors_.constant(tensor, dtype, shape));
  return Operand{tensor, dtype, shape, std::move(bytes)};
}

Result<std::vector<std::int64_t>> OpContext::constant_integers(std::size_t i, std::string_view what, std::size_t most) {
  THIMBLE_TRY(const Operand operand, constant_operand(i, what, most).in(format("input %zu", i)));
  return integers_of(operand.bytes, operand.dtype, what).in(format("input %zu", i));
}

Result<Shape> OpContext::input_shape(std::size_t i) {
  if (!has_input(i)) return bad_data("is missing", "the file is damaged: convert the network again").in(format("input %zu", i));
  THIMBLE_TRY(const std::size_t tensor, importer_.checked_tensor(op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i))));
  return importer_.tensors_.shape(tensor);
}

bool OpContext::has_computed_integers(std::size_t i) const {
  return has_input(i) && importer_.computed_.contains(static_cast<std::size_t>(op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i))));
}

bool OpContext::has_known_integers(std::size_t i) const {
  if (!has_input(i) || has_computed_integers(i)) return has_input(i);
  const auto tensor = static_cast<std::size_t>(op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(i)));
  return tensor < importer_.made_.size() && !importer_.made_[tensor];
}

Result<void> OpContext::define_integers(std::vector<std::int64_t> numbers) {
  if (output_count() != 1) return bad_data(cat(counted(static_cast<std::int64_t>(output_count()), "output"), ", expected 1"));
  THIMBLE_TRY(const std::size_t tensor, importer_.checked_tensor(op_.outputs()->Get(0)));
  THIMBLE_TRY(const DType dtype, importer_.tensors_.dtype(tensor));
  THIMBLE_TRY(const Shape shape, importer_.tensors_.shape(tensor));
  if (dtype != DType::s32 && dtype != DType::s64)
    return bad_data("an output of type " + std::string(dtype_name(dtype)) + ", expected s32 or s64").in("output 0");
  if (element_count(shape) != static_cast<std::int64_t>(numbers.size()))
    return bad_data(cat(counted(std::ssize(numbers), "number"), " for an output of shape ", shape_text(shape))).in("output 0");
  importer_.computed_[tensor] = std::move(numbers);
  return {};
}

Result<double> OpContext::constant_real(std::size_t i, std::string_view what) {
  THIMBLE_TRY(const Operand operand, constant_operand(i, what, 1).in(format("input %zu", i)));
  if (operand.bytes.empty())
    return bad_data(std::string(what) + " of shape " + shape_text(operand.shape) + ", expected one number").in(format("input %zu", i));
  if (operand.dtype == DType::f32) return static_cast<double>(operand.bytes.copy_as<float>()[0]);
  THIMBLE_TRY(const std::vector<std::int64_t> number, integers_of(operand.bytes, operand.dtype, what).in(format("input %zu", i)));
  THIMBLE_TRY(const std::optional<QuantParams> params, importer_.tensors_.quant(operand.tensor, operand.dtype, operand.shape, true));
  if (!params) return static_cast<double>(number[0]);
  return static_cast<double>(params->scales[0]) * (static_cast<double>(number[0]) - static_cast<double>(params->zero_points[0]));
}

Result<ValueId> OpContext::add_integers(const Shape& shape, const std::vector<std::int32_t>& values, std::size_t named_after_input) {
  // Operators that share their operands ask for many of them with a short file.
  constexpr std::int64_t kMost = std::int64_t{64} << 20;
  importer_.index_bytes_ += std::ssize(values) * std::int64_t{sizeof(std::int32_t)};
  if (importer_.index_bytes_ > kMost) {
    return out_of_budget("lists of indices of more than " + bytes_text(kMost) + " together",
                         "a network for a small device moves a thousand times less: is this the right file?");
  }
  const auto tensor = static_cast<std::size_t>(op_.inputs()->Get(static_cast<flatbuffers::uoffset_t>(named_after_input)));
  return importer_.interner_.add_constant(DType::s32, shape, Blob::of(values), clean_name(importer_.model_.tensor(tensor)->name()));
}

ValueId OpContext::add_value(DType dtype, const Shape& shape, const QuantParams* quant) {
  // A copy: `quant` may point into the pool that grows here.
  const std::optional<QuantParams> params = quant ? std::optional(*quant) : std::nullopt;
  return importer_.interner_.add_value(dtype, shape, {}, params ? &*params : nullptr);
}

Result<void> OpContext::stand_for(ValueId value) {
  if (output_count() != 1) return bad_data(cat(counted(static_cast<std::int64_t>(output_count()), "output"), ", expected 1"));
  const std::int32_t index = op_.outputs()->Get(0);
  THIMBLE_TRY(const std::size_t tensor, importer_.checked_tensor(index));
  if (importer_.read_[tensor])
    return unsupported("ARG_MAX whose result the network computes with", "end the network before it and do this step in the application");
  const Indices* outputs = importer_.model_.outputs();
  if (!outputs || std::find(outputs->begin(), outputs->end(), index) == outputs->end()) return {};
  if (is_valid(importer_.values_[tensor]))
    return bad_data("another operator makes the same output", "the file is damaged: convert the network again");
  importer_.values_[tensor] = value;
  importer_.picks_.insert(tensor);
  note("left to the program: the scores that it picks from are the output, and the class is the place of the greatest");
  return {};
}

Result<void> OpContext::emit(OpKind kind, std::span<const ValueId> inputs, ValueId output, AttrSet attrs) {
  // Also what bounds the nodes of a hostile file, whose operators may share their lists.
  if (is_valid(importer_.graph_.value(output).producer))
    return bad_data("another operator makes the same output", "the file is damaged: convert the network again");
  // Converters join the names of all layers that an operator came from by ';': the first says which one it is.
  std::string name(importer_.graph_.value_name(output));
  name = name.substr(0, name.find(';'));
  importer_.graph_.add_node(kind, inputs, std::span(&output, 1), std::move(attrs), name);
  return {};
}

}  // namespace thimble::tflite
