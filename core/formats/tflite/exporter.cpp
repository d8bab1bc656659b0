#include "core/formats/tflite/exporter.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/half.h"
#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

constexpr std::int32_t kDequantize = 6;

template <class T>
Blob one(std::int64_t value) {
  return Blob::of(std::vector<T>{static_cast<T>(value)});
}

Blob blob_of_number(DType dtype, const QuantParams* quant, double value) {
  switch (dtype) {
    case DType::f32: return Blob::of(std::vector<float>{static_cast<float>(value)});
    case DType::f16: return Blob::of(std::vector<std::uint16_t>{half_of(static_cast<float>(value))});
    case DType::s8: return one<std::int8_t>(number_of(dtype, quant, value));
    case DType::u8:
    case DType::b8: return one<std::uint8_t>(number_of(dtype, quant, value));
    case DType::s16: return one<std::int16_t>(number_of(dtype, quant, value));
    case DType::s32: return one<std::int32_t>(number_of(dtype, quant, value));
    case DType::s64: return one<std::int64_t>(number_of(dtype, quant, value));
  }
  return {};
}

std::pair<double, double> limits_of(DType dtype) {
  switch (dtype) {
    case DType::s8: return {-128, 127};
    case DType::u8: return {0, 255};
    case DType::b8: return {0, 1};
    case DType::s16: return {-32768, 32767};
    default: return {INT32_MIN, INT32_MAX};
  }
}

bool same_spec(const TensorSpec& a, const TensorSpec& b) {
  if (a.dtype != b.dtype || a.shape != b.shape || a.quant != b.quant || a.bytes->size() != b.bytes->size()) return false;
  return std::equal(a.bytes->bytes().begin(), a.bytes->bytes().end(), b.bytes->bytes().begin());
}

}  // namespace

std::int64_t number_of(DType dtype, const QuantParams* quant, double value) {
  if (std::isnan(value)) value = 0;
  const double number = quant ? quant->zero_points[0] + std::round(value / static_cast<double>(quant->scales[0])) : std::trunc(value);
  const auto [low, high] = limits_of(dtype);
  return static_cast<std::int64_t>(std::clamp(number, low, high));
}

Result<std::vector<std::byte>> Exporter::run() {
  const std::vector<NodeId> nodes = graph_.live_nodes();
  if (nodes.empty())
    return unsupported("a network without operators: a .tflite file needs at least one", "Give a network that computes something.");
  THIMBLE_TRY_VOID(check_dimensions());
  std::vector<std::int32_t> inputs, outputs;
  for (const ValueId id : graph_.inputs) inputs.push_back(tensor_of(id));
  for (const NodeId id : nodes) THIMBLE_TRY_VOID(export_node(id).in(node_place(graph_, id)));
  for (const ValueId id : graph_.outputs) outputs.push_back(tensor_of(id));
  return writer_.finish(inputs, outputs, graph_.name, options_.description);
}

Result<void> Exporter::check_dimensions() const {
  for (const Shape& shape : graph_.shapes) {
    for (const std::int64_t dim : shape) {
      if (dim > INT32_MAX) return unsupported("a value of shape " + shape_text(shape) + ": TFLite's dimensions have 32 bits");
    }
  }
  return {};
}

Result<void> Exporter::export_node(NodeId id) {
  const OpKind kind = graph_.node(id).kind;
  const OpRow* row = find_save_row(kind);
  if (!row) {
    return unsupported(cat("TFLite has no operator for ", op_name(kind)),
                       "Write it as .onnx, or replace the operator by others in the network.");
  }
  NodeExport node(*this, id, row->code);
  return row->save(node);
}

std::int32_t Exporter::tensor_of(ValueId id) {
  if (!is_valid(id)) return kAbsent;
  std::int32_t& tensor = tensors_[index_of(id)];
  if (tensor != kAbsent) return tensor;
  const bool named =
      options_.names || graph_.is_output(id) || std::find(graph_.inputs.begin(), graph_.inputs.end(), id) != graph_.inputs.end();
  TensorSpec spec{.dtype = graph_.value(id).dtype, .shape = graph_.shape(id)};
  if (named) spec.name = std::string(graph_.value_name(id));
  if (const QuantParams* quant = graph_.quant(id)) spec.quant = *quant;
  if (const Blob* bytes = graph_.constant(id)) spec.bytes = *bytes;
  return tensor = writer_.add_tensor(std::move(spec));
}

std::int32_t Exporter::expanded(ValueId id) {
  std::int32_t& tensor = expanded_[index_of(id)];
  if (tensor != kAbsent) return tensor;
  const std::int32_t stored = tensor_of(id);
  TensorSpec spec{.dtype = DType::f32, .shape = graph_.shape(id)};
  const std::string& name = writer_.tensor(stored).name;
  if (!name.empty()) spec.name = name + "_dequantize";
  tensor = writer_.add_tensor(std::move(spec));
  writer_.add_operator(kDequantize, {}, std::span(&stored, 1), std::span(&tensor, 1), BuiltinOptions::NONE, 0);
  return tensor;
}

std::int32_t Exporter::constant_of(TensorSpec spec) {
  for (const std::int32_t made : made_constants_) {
    if (same_spec(writer_.tensor(made), spec)) return made;
  }
  // The search above is for a network's few dozen attributes; a hostile graph's are written one by one.
  constexpr std::size_t kMostShared = 256;
  const std::int32_t tensor = writer_.add_tensor(std::move(spec));
  if (made_constants_.size() < kMostShared) made_constants_.push_back(tensor);
  return tensor;
}

std::int32_t NodeExport::input(std::size_t i) {
  if (!node_.has_input(i)) return Exporter::kAbsent;
  const Blob* constant = exporter_.graph_.constant(node_.input(i));
  const bool stored = constant && !constant->empty() && node_.in_dtype(0) == DType::f32;
  const bool half = stored && node_.in_dtype(i) == DType::f16;
  // TRANSPOSE_CONV has no form that takes int8 weights beside floats, as CONV_2D has.
  const bool narrow = stored && i == 1 && node_.in_dtype(i) == DType::s8 && node_.graph().node(node_.id()).kind == OpKind::transpose_conv2d;
  return half || narrow ? exporter_.expanded(node_.input(i)) : exporter_.tensor_of(node_.input(i));
}

std::vector<std::int32_t> NodeExport::inputs() {
  std::vector<std::int32_t> out;
  for (std::size_t i = 0; i < node_.input_count(); ++i) out.push_back(input(i));
  while (!out.empty() && out.back() == Exporter::kAbsent) out.pop_back();
  return out;
}

std::int32_t NodeExport::integers(std::span<const std::int64_t> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  return integers_of(std::span(&count, 1), values);
}

std::int32_t NodeExport::integers_of(std::span<const std::int64_t> shape, std::span<const std::int64_t> values) {
  const std::vector<std::int32_t> narrow(values.begin(), values.end());
  return exporter_.constant_of({.dtype = DType::s32, .shape = Shape(shape.begin(), shape.end()), .bytes = Blob::of(narrow)});
}

Result<std::int32_t> NodeExport::constant_like(std::int32_t like, double value) {
  const TensorSpec& model = tensor(like);
  if (model.quant && !model.quant->per_tensor()) return unsupported("a constant beside a value with a scale per channel");
  const QuantParams* quant = model.quant ? &*model.quant : nullptr;
  return exporter_.constant_of(
      {.dtype = model.dtype, .shape = {}, .quant = model.quant, .bytes = blob_of_number(model.dtype, quant, value)});
}

std::int32_t NodeExport::floats(const Shape& shape, std::span<const float> values) {
  return exporter_.constant_of({.dtype = DType::f32, .shape = shape, .bytes = Blob::of(values)});
}

std::int32_t NodeExport::zeros(DType dtype, const Shape& shape, QuantParams quant) {
  const auto bytes = static_cast<std::size_t>(element_count(shape).value_or(0) * dtype_bytes(dtype));
  return exporter_.constant_of({.dtype = dtype, .shape = shape, .quant = std::move(quant), .bytes = Blob(std::vector<std::byte>(bytes))});
}

std::int32_t NodeExport::between(std::int32_t like, const Shape& shape) {
  const TensorSpec& model = tensor(like);
  TensorSpec spec{.dtype = model.dtype, .shape = shape, .quant = model.quant};
  return exporter_.writer_.add_tensor(std::move(spec));
}

void NodeExport::emit_as(std::int32_t code, std::span<const std::int32_t> inputs, std::int32_t output, BuiltinOptions type,
                         flatbuffers::Offset<void> options, const OpFacts& facts) {
  exporter_.writer_.add_operator(code, facts, inputs, std::span(&output, 1), type, options);
}

void NodeExport::note(std::string message) { exporter_.diagnostics_.note(node_place(exporter_.graph_, node_.id()), std::move(message)); }

}  // namespace thimble::tflite
