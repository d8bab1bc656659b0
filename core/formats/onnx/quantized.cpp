#include "core/formats/onnx/quantized.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/formats/onnx/fold.h"
#include "core/formats/onnx/op_map.h"
#include "core/ops/op_def.h"

namespace thimble::onnx {
namespace {

constexpr std::int32_t kShift = 128;

QuantParams fixed_params(const QuantRule& rule, DType dtype) {
  if (dtype == DType::s16) return {{static_cast<float>(rule.fixed_s16_scale)}, {0}, -1};
  return {{static_cast<float>(rule.fixed_s8_scale)}, {rule.fixed_s8_zero_point}, -1};
}

// The activation that a device kernel of the operator before can apply itself.
std::string_view fusable(const OpContext& op) {
  if (op.op_type() == "Relu") return "relu";
  const auto is = [&op](std::size_t i, double value) {
    if (!op.is_constant(i)) return false;
    const Result<double> real = op.real(i, "limit");
    return real.ok() && *real == value;
  };
  return op.op_type() == "Clip" && is(1, 0) && is(2, 6) ? "relu6" : "";
}

bool takes_activation(OpKind kind) {
  const AttrSpec* spec = find_attr(op_def(kind), "activation");
  return spec != nullptr && kind != OpKind::relu && op_def(kind).quant.kind != QuantRule::Kind::same_scale;
}

}  // namespace

Result<ValueQuant> value_quant(const Tensor& scale, const Tensor* zero_point, Elem elem) {
  if (scale.count() != 1) return unsupported("activations with more than one scale", "quantize activations per tensor");
  THIMBLE_TRY(QuantParams params, quant_params_of(scale, zero_point, {}, 0));
  if (elem == Elem::undefined) elem = zero_point ? zero_point->elem : Elem::u8;
  if (zero_point && zero_point->elem != elem)
    return bad_data("a zero point of type " + elem_name(zero_point->elem) + " for " + elem_name(elem) + " numbers",
                    "quantize the network again");
  ValueQuant out{std::move(params)};
  if (elem == Elem::u8) {
    out.shifted = true;
    out.params.zero_points[0] -= kShift;
  } else if (elem == Elem::s16) {
    out.dtype = DType::s16;
    if (out.params.zero_points[0] != 0) return unsupported("int16 activations with a zero point", "quantize int16 symmetrically");
  } else if (elem != Elem::s8) {
    return unsupported("activations of type " + elem_name(elem), "quantize activations to int8, uint8 or int16");
  }
  return out;
}

std::optional<ValueQuant> Importer::quant_after(std::size_t reader) {
  const pb::NodeProto& node = model_.node(reader);
  if (node.op_type() != "QuantizeLinear" || node.input_size() < 2) return std::nullopt;
  const Entry* scale = find(node.input(1));
  const Entry* zero = node.input_size() > 2 && !node.input(2).empty() ? find(node.input(2)) : nullptr;
  if (!scale || !scale->constant() || (node.input_size() > 2 && !node.input(2).empty() && (!zero || !zero->constant())))
    return std::nullopt;
  const Result<std::int64_t> given = Attributes(node).integer("output_dtype", 0, 0, 255);
  const Elem elem = !zero && given.ok() ? static_cast<Elem>(*given) : Elem::undefined;
  Result<ValueQuant> quant = value_quant(scale->tensor, zero ? &zero->tensor : nullptr, elem);
  return quant.ok() ? std::optional(std::move(quant).value()) : std::nullopt;
}

// The scale that the file gives to the result: its only reader quantizes it, or an activation in between.
std::optional<ValueQuant> OpContext::result_quant(OpKind kind) {
  std::string name = output_count() > 0 ? node_.output(0) : std::string();
  for (int step = 0; step < 2; ++step) {
    const std::span<const std::size_t> readers = importer_.model_.readers(name);
    if (readers.size() != 1 || importer_.model_.is_output(name)) return std::nullopt;
    if (std::optional<ValueQuant> quant = importer_.quant_after(readers[0])) return quant;
    const pb::NodeProto& next = importer_.model_.node(readers[0]);
    if (step > 0 || !takes_activation(kind) || next.output_size() != 1) return std::nullopt;
    for (const std::string& operand : next.input()) {
      if (operand != name && !operand.empty() && !importer_.find(operand)) return std::nullopt;
    }
    activation_ = fusable(OpContext(importer_, readers[0]));
    if (activation_.empty()) return std::nullopt;
    fused_ = readers[0];
    name = next.output(0);
  }
  return std::nullopt;
}

bool OpContext::operands_are_integers(const OpRow& row) const {
  bool any = false;
  for (std::size_t i = 0; i < input_count(); ++i) {
    if (!has(i)) continue;
    const Entry& in = entry(i);
    if (!in.constant()) {
      if (in.numbers != Numbers::view) return false;
      any = true;
      continue;
    }
    const bool weighted = op_def(row.kind).quant.kind == QuantRule::Kind::weighted;
    if (i == 1 && weighted) {
      // Symmetric: zero points are 0, of uint8 128.
      if (!in.tensor.quant || (in.tensor.elem != Elem::s8 && in.tensor.elem != Elem::u8)) return false;
      for (const std::int32_t zero : in.tensor.quant->zero_points) {
        if (zero != (in.tensor.elem == Elem::u8 ? kShift : 0)) return false;
      }
    } else if (is_real(in.tensor.elem) ? !weighted && row.operands_are_numbers
                                       : in.tensor.quant && !weighted && !in.tensor.quant->per_tensor()) {
      return false;
    }
  }
  return any;
}

// What only moves elements moves integers as well; what joins them, where they stand for real numbers by one scale.
bool OpContext::moves_integers(const OpRow& row) const {
  if (row.integers != Integers::one_node || op_def(row.kind).quant.kind != QuantRule::Kind::same_scale || row.kind == OpKind::pad)
    return false;
  const auto is_raw = [&](std::size_t i) { return has(i) && !entry(i).constant() && entry(i).numbers == Numbers::raw; };
  if (!is_raw(0)) return false;
  if (row.kind != OpKind::concatenation) return true;
  const Graph& graph = importer_.graph_;
  const QuantParams* quant = graph.quant(entry(0).value);
  for (std::size_t i = 0; i < input_count(); ++i) {
    if (!is_raw(i) || entry(i).shifted != entry(0).shifted) return false;
    const QuantParams* other = graph.quant(entry(i).value);
    if ((quant == nullptr) != (other == nullptr) || (quant && *other != *quant) ||
        graph.value(entry(i).value).dtype != graph.value(entry(0).value).dtype)
      return false;
  }
  return true;
}

// Integers rather than floats in the middle of a network of integers, and at its end; the file says neither.
void OpContext::note_fixed_scale(DType dtype) {
  note(cat("computed in ", dtype == DType::s16 ? "int16" : "int8", ": its result has no scale in the file and gets the specification's, ",
           number_text(out_quant_->scales[0]), "; a runtime that computes it in floats may differ by such a step"));
}

void OpContext::choose_numbers(const OpRow& row) {
  if (moves_integers(row)) {
    raw_ = true;
    shifted_ = entry(0).shifted;
    return;
  }
  if (row.integers == Integers::none || !operands_are_integers(row)) return;
  OpKind kind = row.kind;
  if (kind == OpKind::fully_connected) {
    const Result<double> alpha = attributes_.real("alpha", 1), beta = attributes_.real("beta", 1);
    if (!alpha.ok() || !beta.ok() || *alpha != 1 || *beta != 1 || (has(2) && (!is_constant(2) || rank(2) > 1))) return;
    if (!is_constant(1) || rank(1) != 2) kind = OpKind::batch_matmul;
  }
  const QuantRule& rule = op_def(kind).quant;
  if (rule.kind == QuantRule::Kind::stays_float) return;
  std::size_t first = 0;
  while (first < input_count() && (!has(first) || entry(first).constant())) ++first;
  const ValueId in = entry(first).value;
  const DType dtype = importer_.graph_.value(in).dtype;
  std::optional<ValueQuant> result = result_quant(kind);
  if (result && result->dtype != dtype) result.reset();
  if (rule.fixed_s8_scale != 0) {
    out_quant_ = fixed_params(rule, dtype);
    if (!result) note_fixed_scale(dtype);
  } else if (rule.kind == QuantRule::Kind::same_scale && kind != OpKind::concatenation) {
    out_quant_ = *importer_.graph_.quant(in);
  } else if (result) {
    out_quant_ = result->params;
  } else if (kind == OpKind::relu || kind == OpKind::concatenation) {
    out_quant_ = *importer_.graph_.quant(in);
  } else {
    activation_ = {};
    fused_.reset();
    note("the result has no scale in the file: this operator stays float");
    return;
  }
  if (!result || rule.fixed_s8_scale != 0) {
    activation_ = {};
    fused_.reset();
  }
  quantized_ = true;
  out_dtype_ = dtype;
}

Result<ValueId> OpContext::requantized(ValueId value, const QuantParams& params, DType dtype) {
  const ValueInfo& info = importer_.graph_.value(value);
  const QuantParams* now = importer_.graph_.quant(value);
  if (now && *now == params && info.dtype == dtype) return value;
  return emit_typed(OpKind::quantize, std::span(&value, 1), {}, dtype, &params);
}

Result<ValueId> OpContext::matched(ValueId value) { return quantized_ ? requantized(value, *out_quant_, out_dtype_) : value; }

Result<ValueId> OpContext::dequantized(ValueId value) {
  const auto key = std::pair(value, std::vector<std::int64_t>{-2});
  const auto known = importer_.arranged_.find(key);
  if (known != importer_.arranged_.end()) return known->second;
  THIMBLE_TRY(const ValueId real, emit_typed(OpKind::dequantize, std::span(&value, 1), {}, DType::f32, nullptr));
  importer_.arranged_[key] = real;
  return real;
}

namespace {

// int8 of what the file has as int8 or uint8.
std::vector<std::int8_t> as_s8(const Tensor& tensor) {
  std::vector<std::int8_t> out;
  for (const std::int64_t number : tensor.integers())
    out.push_back(static_cast<std::int8_t>(tensor.elem == Elem::u8 ? number - kShift : number));
  return out;
}

QuantParams shifted_params(const Tensor& tensor) {
  QuantParams params = *tensor.quant;
  for (std::int32_t& zero : params.zero_points) zero -= tensor.elem == Elem::u8 ? kShift : 0;
  return params;
}

}  // namespace

// `bytes` have been moved, so the dimension that the scales go along has too.
Result<ValueId> OpContext::weight_value(const Tensor& tensor, const Shape& shape, Blob bytes, const Ints& perm) {
  if (!is_real(tensor.elem) && !tensor.quant) return unsupported("weights of type " + elem_name(tensor.elem), "use float weights");
  Tensor moved{tensor.elem, shape, std::move(bytes), tensor.quant};
  if (moved.quant && moved.quant->axis >= 0)
    moved.quant->axis = static_cast<std::int32_t>(std::find(perm.begin(), perm.end(), std::int64_t{moved.quant->axis}) - perm.begin());
  if (!quantized_) return constant_value(moved, shape, moved.bytes);
  const QuantParams params = shifted_params(moved);
  if (params.axis >= 0 && (static_cast<std::size_t>(params.axis) >= shape.size() ||
                           shape[static_cast<std::size_t>(params.axis)] != static_cast<std::int64_t>(params.scales.size())))
    return unsupported("weights with scales along another dimension than the outputs", "quantize weights per output channel");
  THIMBLE_TRY_VOID(importer_.spend(moved.bytes.size()));
  return importer_.interner_.add_constant(DType::s8, shape, Blob::of(as_s8(moved)), {}, &params);
}

// In the scale of input times weight, whatever the file has it in.
Result<ValueId> OpContext::bias_value(const Tensor& bias, ValueId in, ValueId weights) {
  if (!quantized_) return constant_value(bias, bias.dims, bias.bytes);
  const double in_scale = static_cast<double>(importer_.graph_.quant(in)->scales[0]);
  const QuantParams weight = *importer_.graph_.quant(weights);
  const std::vector<double> reals = bias.reals();
  QuantParams params{{}, {}, weight.per_tensor() ? -1 : 0};
  for (const float scale : weight.scales) params.scales.push_back(static_cast<float>(in_scale * static_cast<double>(scale)));
  params.zero_points.assign(params.scales.size(), 0);
  if (!weight.per_tensor() && weight.scales.size() != reals.size()) return bad_data("as many biases as weight scales are expected");
  // Beside int16 the sums have 64 bits, and the specification's biases 40.
  const double limit = out_dtype_ == DType::s16 ? 549755813887.0 : 2147483647.0;
  std::vector<std::int64_t> wide;
  for (std::size_t i = 0; i < reals.size(); ++i) {
    if (!std::isfinite(reals[i])) return bad_data("a bias that is NaN or infinite", "train the network again: it has diverged");
    const double scale = in_scale * static_cast<double>(weight.scales[weight.per_tensor() ? 0 : i]);
    wide.push_back(static_cast<std::int64_t>(std::clamp(std::nearbyint(reals[i] / scale), -limit - 1, limit)));
  }
  if (out_dtype_ == DType::s16) return importer_.interner_.add_constant(DType::s64, bias.dims, Blob::of(wide), {}, &params);
  const std::vector<std::int32_t> narrow(wide.begin(), wide.end());
  return importer_.interner_.add_constant(DType::s32, bias.dims, Blob::of(narrow), {}, &params);
}

// Real constants are float in our graph, whatever the file keeps them as; between integers they stay integers.
// Beside activations of int16, which have no zero point.
Result<ValueId> OpContext::symmetric_s16(const Tensor& tensor) {
  std::vector<std::int16_t> numbers;
  for (const std::int64_t number : tensor.integers())
    numbers.push_back(static_cast<std::int16_t>(std::clamp<std::int64_t>(number - tensor.quant->zero_points[0], INT16_MIN, INT16_MAX)));
  QuantParams params = *tensor.quant;
  params.zero_points = {0};
  return importer_.interner_.add_constant(DType::s16, tensor.dims, Blob::of(numbers), {}, &params);
}

Result<ValueId> OpContext::constant_value(const Tensor& tensor, const Shape& shape, Blob bytes) {
  Tensor moved{tensor.elem, shape, std::move(bytes), tensor.quant};
  THIMBLE_TRY_VOID(importer_.spend(moved.bytes.size()));
  const bool narrow = tensor.elem == Elem::s8 || tensor.elem == Elem::u8;
  if (quantized_ && tensor.quant && tensor.quant->per_tensor() && (narrow || tensor.elem == Elem::s16)) {
    if (out_dtype_ == DType::s16) return symmetric_s16(moved);
    const QuantParams params = shifted_params(moved);
    if (narrow) return importer_.interner_.add_constant(DType::s8, shape, Blob::of(as_s8(moved)), {}, &params);
  }
  if (tensor.elem != Elem::f32 || tensor.quant) moved = Tensor::of_reals(Elem::f32, shape, moved.reals());
  return importer_.interner_.add_constant(DType::f32, shape, std::move(moved.bytes), {});
}

namespace {

struct QuantOperands {
  const Tensor *scale, *zero_point;
};

Result<QuantOperands> quant_operands(const OpContext& op) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 3));
  QuantOperands out{};
  THIMBLE_TRY(out.scale, op.constant(1, "scales"));
  if (op.has(2)) {
    THIMBLE_TRY(out.zero_point, op.constant(2, "zero points"));
  }
  return out;
}

}  // namespace

Result<void> import_quantize(OpContext& op, OpKind) {
  THIMBLE_TRY(const QuantOperands operands, quant_operands(op));
  THIMBLE_TRY(const std::int64_t given, op.attributes().integer("output_dtype", 0, 0, 255));
  THIMBLE_TRY(const ValueQuant quant,
              value_quant(*operands.scale, operands.zero_point, operands.zero_point ? Elem::undefined : static_cast<Elem>(given)));
  THIMBLE_TRY(Operand x, op.number_operand(0));
  THIMBLE_TRY(x.value, op.requantized(x.value, quant.params, quant.dtype));
  return op.set_raw_output(0, x, quant.shifted);
}

Result<void> import_dequantize(OpContext& op, OpKind) {
  THIMBLE_TRY(const QuantOperands operands, quant_operands(op));
  THIMBLE_TRY(const Operand x, op.dequantize_operand(*operands.scale, operands.zero_point));
  return op.set_output(0, x);
}

// What QuantizeLinear reads: real, or integers that a dequantize before it left as they are.
Result<Operand> OpContext::number_operand(std::size_t i) {
  const Entry& in = entry(i);
  if (in.kind == Entry::Kind::activation && in.numbers == Numbers::view) return Operand{in.value, nullptr, in.layout};
  THIMBLE_TRY(const Operand x, operand(i));
  return arranged(x, x.layout.physical);
}

Result<Operand> OpContext::dequantize_operand(const Tensor& scale, const Tensor* zero_point) {
  const Entry in = entry(0);
  if (in.constant() || in.numbers != Numbers::raw) return bad_data("it reads no integers");
  Graph& graph = importer_.graph_;
  ValueInfo& info = graph.values[index_of(in.value)];
  const Elem elem = info.dtype == DType::u8 || in.shifted ? Elem::u8 : info.dtype == DType::s16 ? Elem::s16 : Elem::s8;
  THIMBLE_TRY(const ValueQuant quant, value_quant(scale, zero_point, elem));
  QuantParams as_stored = quant.params;
  if (info.dtype == DType::u8) as_stored.zero_points[0] += kShift;
  if (!is_valid(info.quant)) {
    info.quant = importer_.interner_.quant(as_stored);
  } else if (*graph.quant(in.value) != as_stored) {
    return unsupported("a value that is dequantized by another scale than it was quantized with", "use one scale for it");
  }
  ValueId value = in.value;
  if (info.dtype == DType::u8) {
    const auto key = std::pair(value, std::vector<std::int64_t>{-3});
    const auto known = importer_.arranged_.find(key);
    if (known != importer_.arranged_.end()) return Operand{known->second, nullptr, in.layout};
    THIMBLE_TRY(value, requantized(value, quant.params, DType::s8));
    importer_.arranged_[key] = value;
  }
  return Operand{value, nullptr, in.layout};
}

}  // namespace thimble::onnx
