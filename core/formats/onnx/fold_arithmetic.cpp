// Operators that calculate with constants, element by element. Integers in 64 bits, then cut to the type; reals in double,
// then rounded to the type: for one operation that is the same as in the type itself.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/text.h"
#include "core/formats/onnx/fold_ops.h"

namespace thimble::onnx {
namespace {

Tensors one(Tensor tensor) {
  Tensors out;
  out.push_back(std::move(tensor));
  return out;
}

std::int64_t wrap(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t bits(std::int64_t value) { return static_cast<std::uint64_t>(value); }

struct BinaryRow {
  std::string_view op_type;
  std::int64_t (*integer)(std::int64_t, std::int64_t);  // nullptr: not for integers
  double (*real)(double, double);
  bool logical = false;
};
// Mod with fmod = 1: the remainder has the dividend's sign, as in C, of integers too.
constexpr BinaryRow kTruncatedMod = {"Mod", [](std::int64_t a, std::int64_t b) { return b == 0 || b == -1 ? 0 : a % b; },
                                     [](double a, double b) { return std::fmod(a, b); }};

std::int64_t divided(std::int64_t a, std::int64_t b) { return b == 0 ? 0 : b == -1 ? wrap(0 - bits(a)) : a / b; }
std::int64_t modulo(std::int64_t a, std::int64_t b) {
  if (b == 0 || b == -1) return 0;
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
std::int64_t power(std::int64_t a, std::int64_t b) {
  std::uint64_t out = 1, base = bits(a);
  for (std::uint64_t left = b < 0 ? 0 : bits(b); left > 0; left >>= 1, base *= base) out *= left & 1 ? base : 1;
  return wrap(out);
}

constexpr BinaryRow kBinary[] = {
    {"Add", [](std::int64_t a, std::int64_t b) { return wrap(bits(a) + bits(b)); }, [](double a, double b) { return a + b; }},
    {"Sub", [](std::int64_t a, std::int64_t b) { return wrap(bits(a) - bits(b)); }, [](double a, double b) { return a - b; }},
    {"Mul", [](std::int64_t a, std::int64_t b) { return wrap(bits(a) * bits(b)); }, [](double a, double b) { return a * b; }},
    {"Div", divided, [](double a, double b) { return a / b; }},
    {"Mod", modulo, [](double a, double b) { return a - std::floor(a / b) * b; }},
    {"Pow", power, [](double a, double b) { return std::pow(a, b); }},
    {"Min", [](std::int64_t a, std::int64_t b) { return std::min(a, b); }, [](double a, double b) { return std::min(a, b); }},
    {"Max", [](std::int64_t a, std::int64_t b) { return std::max(a, b); }, [](double a, double b) { return std::max(a, b); }},
    {"Equal", [](std::int64_t a, std::int64_t b) -> std::int64_t { return a == b; }, [](double a, double b) -> double { return a == b; },
     true},
    {"Less", [](std::int64_t a, std::int64_t b) -> std::int64_t { return a < b; }, [](double a, double b) -> double { return a < b; },
     true},
    {"LessOrEqual", [](std::int64_t a, std::int64_t b) -> std::int64_t { return a <= b; },
     [](double a, double b) -> double { return a <= b; }, true},
    {"Greater", [](std::int64_t a, std::int64_t b) -> std::int64_t { return a > b; }, [](double a, double b) -> double { return a > b; },
     true},
    {"GreaterOrEqual", [](std::int64_t a, std::int64_t b) -> std::int64_t { return a >= b; },
     [](double a, double b) -> double { return a >= b; }, true},
    {"And", [](std::int64_t a, std::int64_t b) { return a & b; }, nullptr, true},
    {"Or", [](std::int64_t a, std::int64_t b) { return a | b; }, nullptr, true},
    {"Xor", [](std::int64_t a, std::int64_t b) { return a ^ b; }, nullptr, true},
};

struct UnaryRow {
  std::string_view op_type;
  std::int64_t (*integer)(std::int64_t);
  double (*real)(double);
};
constexpr UnaryRow kUnary[] = {
    {"Abs", [](std::int64_t a) { return a < 0 ? wrap(0 - bits(a)) : a; }, [](double a) { return std::fabs(a); }},
    {"Neg", [](std::int64_t a) { return wrap(0 - bits(a)); }, [](double a) { return -a; }},
    {"Sign", [](std::int64_t a) -> std::int64_t { return (a > 0) - (a < 0); }, [](double a) -> double { return (a > 0) - (a < 0); }},
    {"Not", [](std::int64_t a) -> std::int64_t { return a == 0; }, nullptr},
    {"Floor", nullptr, [](double a) { return std::floor(a); }},
    {"Ceil", nullptr, [](double a) { return std::ceil(a); }},
    {"Round", nullptr, [](double a) { return std::nearbyint(a); }},
    {"Sqrt", nullptr, [](double a) { return std::sqrt(a); }},
    {"Exp", nullptr, [](double a) { return std::exp(a); }},
    {"Log", nullptr, [](double a) { return std::log(a); }},
    {"Reciprocal", nullptr, [](double a) { return 1 / a; }},
};

Result<Tensor> apply(const BinaryRow& row, const Tensor& a, const Tensor& b) {
  THIMBLE_TRY(const Shape dims, broadcast_dims(a.dims, b.dims));
  if (!count_of(dims) || *count_of(dims) > kMaxFoldElements) return too_large(dims);
  const std::vector<std::int64_t> from_a = broadcast_index(a.dims, dims), from_b = broadcast_index(b.dims, dims);
  const auto combined = [&](const auto& left, const auto& right, auto function) {
    auto out = left;
    out.resize(from_a.size());
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = function(left[static_cast<std::size_t>(from_a[i])], right[static_cast<std::size_t>(from_b[i])]);
    return out;
  };
  const bool real = is_real(a.elem) || is_real(b.elem);
  if (real ? !row.real : !row.integer) return unsupported(std::string(row.op_type) + " of " + elem_name(a.elem));
  const Elem elem = row.logical ? Elem::boolean : a.elem;
  if (real) return Tensor::of_reals(elem, dims, combined(a.reals(), b.reals(), row.real));
  return Tensor::of_integers(elem, dims, combined(a.integers(), b.integers(), row.integer));
}

}  // namespace

Result<Tensors> fold_binary(const FoldNode& node) {
  THIMBLE_TRY(const std::int64_t fmod, Attributes(node.proto).integer("fmod", 0, 0, 1));
  const std::string& name = node.proto.op_type();
  const BinaryRow* row = name == "Mod" && fmod == 1 ? &kTruncatedMod : std::ranges::find(kBinary, name, &BinaryRow::op_type);
  if (row == std::end(kBinary)) return unsupported(name);
  THIMBLE_TRY(const Tensor* first, operand(node, 0));
  Tensor out = *first;
  for (std::size_t i = 1; i < node.inputs.size(); ++i) {
    THIMBLE_TRY(const Tensor* next, operand(node, i));
    THIMBLE_TRY(out, apply(*row, out, *next));
  }
  return one(std::move(out));
}

Result<Tensors> fold_unary(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  for (const UnaryRow& row : kUnary) {
    if (row.op_type != node.proto.op_type()) continue;
    if (is_real(in->elem) ? !row.real : !row.integer) return unsupported(node.proto.op_type() + " of " + elem_name(in->elem));
    if (is_real(in->elem)) {
      std::vector<double> values = in->reals();
      for (double& value : values) value = row.real(value);
      return one(Tensor::of_reals(in->elem, in->dims, values));
    }
    std::vector<std::int64_t> values = in->integers();
    for (std::int64_t& value : values) value = row.integer(value);
    return one(Tensor::of_integers(in->elem, in->dims, values));
  }
  return unsupported(node.proto.op_type());
}

Result<Tensors> fold_where(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* condition, operand(node, 0));
  THIMBLE_TRY(const Tensor* a, operand(node, 1));
  THIMBLE_TRY(const Tensor* b, operand(node, 2));
  if (a->elem != b->elem) return bad_data("branches of different types");
  THIMBLE_TRY(Shape dims, broadcast_dims(a->dims, b->dims));
  THIMBLE_TRY(dims, broadcast_dims(dims, condition->dims));
  if (!count_of(dims) || *count_of(dims) > kMaxFoldElements) return too_large(dims);
  const std::vector<std::int64_t> flags = condition->integers();
  const std::vector<std::int64_t> from_c = broadcast_index(condition->dims, dims), from_a = broadcast_index(a->dims, dims),
                                  from_b = broadcast_index(b->dims, dims);
  const std::size_t size = elem_bytes(a->elem);
  std::vector<std::byte> bytes(from_c.size() * size);
  for (std::size_t i = 0; i < from_c.size(); ++i) {
    const bool first = flags[static_cast<std::size_t>(from_c[i])] != 0;
    const std::size_t at = static_cast<std::size_t>(first ? from_a[i] : from_b[i]) * size;
    std::memcpy(bytes.data() + i * size, (first ? a : b)->bytes.bytes().data() + at, size);
  }
  return one({a->elem, std::move(dims), Blob(std::move(bytes)), {}});
}

Result<Tensors> fold_cast(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const std::int64_t to, Attributes(node.proto).integer("to", 1, 0, 255));
  const Elem elem = static_cast<Elem>(to);
  if (elem_bytes(elem) == 0) return unsupported("a cast to " + elem_name(elem));
  if (!is_real(in->elem)) return one(Tensor::of_integers(elem, in->dims, in->integers()));
  return one(Tensor::of_reals(elem, in->dims, in->reals()));
}

Result<Tensors> fold_reduce(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  const Attributes attributes(node.proto);
  THIMBLE_TRY(const std::int64_t keep, attributes.integer("keepdims", 1, 0, 1));
  THIMBLE_TRY(Ints axes, ints_of(node, 1, "axes"));
  THIMBLE_TRY(const std::int64_t noop, attributes.integer("noop_with_empty_axes", 0, 0, 1));
  if (axes.empty() && noop == 1) return one(*in);
  THIMBLE_TRY(axes, resolve_axes(std::move(axes), in->dims.size()));
  const auto reduced = [&](std::size_t i) {
    return axes.empty() || std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end();
  };
  Shape kept = in->dims, dims;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (reduced(i)) kept[i] = 1;
    if (!reduced(i) || keep == 1) dims.push_back(kept[i]);
  }
  if (in->count() == 0) return unsupported("a reduction of nothing");
  const std::string_view name = std::string_view(node.proto.op_type()).substr(6);
  const std::vector<std::int64_t> into = broadcast_index(kept, in->dims);
  const std::vector<double> values = in->reals();
  std::vector<double> out(static_cast<std::size_t>(count_of(kept).value_or(0)), name == "Prod"  ? 1
                                                                                : name == "Max" ? -HUGE_VAL
                                                                                : name == "Min" ? HUGE_VAL
                                                                                                : 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    double& sum = out[static_cast<std::size_t>(into[i])];
    sum = name == "Prod"  ? sum * values[i]
          : name == "Max" ? std::max(sum, values[i])
          : name == "Min" ? std::min(sum, values[i])
                          : sum + values[i];
  }
  if (name == "Mean") {
    for (double& sum : out) sum /= static_cast<double>(values.size() / out.size());
  }
  return one(Tensor::of_reals(in->elem, std::move(dims), out));
}

Result<QuantParams> quant_params_of(const Tensor& scale, const Tensor* zero_point, const Shape& dims, std::int64_t axis) {
  QuantParams out;
  if (scale.count() > 65536) return bad_data("scales of shape " + shape_text(scale.dims));
  for (const double value : scale.reals()) {
    if (!(value > 0) || !std::isfinite(value)) return bad_data("a scale of " + number_text(value) + ", expected a positive number");
    out.scales.push_back(static_cast<float>(value));
  }
  out.zero_points.assign(out.scales.size(), 0);
  if (zero_point) {
    const std::vector<std::int64_t> zeros = zero_point->integers();
    if (zeros.size() != out.scales.size()) return bad_data("as many zero points as scales are expected");
    for (std::size_t i = 0; i < zeros.size(); ++i) {
      if (zeros[i] < INT32_MIN || zeros[i] > INT32_MAX) return bad_data("a zero point of " + std::to_string(zeros[i]));
      out.zero_points[i] = static_cast<std::int32_t>(zeros[i]);
    }
  }
  if (out.scales.size() == 1) return out;
  if (scale.dims.size() != 1) return unsupported("scales for blocks of weights", "quantize with one scale a channel");
  THIMBLE_TRY(axis, resolve_axis(axis, dims.size()));
  if (dims[static_cast<std::size_t>(axis)] != scale.dims[0])
    return bad_data(std::to_string(scale.dims[0]) + " scales for shape " + shape_text(dims));
  out.axis = static_cast<std::int32_t>(axis);
  return out;
}

namespace {

struct QuantOperands {
  const Tensor *in, *zero_point;
  QuantParams params;
};

Result<QuantOperands> quant_operands(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const Tensor* scale, operand(node, 1));
  const Tensor* zero_point = node.inputs.size() > 2 ? node.inputs[2] : nullptr;
  const Attributes attributes(node.proto);
  THIMBLE_TRY(const std::int64_t axis, attributes.integer("axis", 1));
  THIMBLE_TRY(QuantParams params, quant_params_of(*scale, zero_point, in->dims, axis));
  if (params.scales.empty()) return bad_data("no scale");
  return QuantOperands{in, zero_point, std::move(params)};
}

}  // namespace

// The integers stay, with what they mean: whoever takes quantized weights takes them as they are.
Result<Tensors> fold_dequantize(const FoldNode& node) {
  THIMBLE_TRY(QuantOperands operands, quant_operands(node));
  if (operands.zero_point && operands.zero_point->elem != operands.in->elem) {
    return bad_data("a zero point of type " + elem_name(operands.zero_point->elem) + " for " + elem_name(operands.in->elem) + " numbers",
                    "quantize the network again");
  }
  if (!is_integer(operands.in->elem)) return unsupported("DequantizeLinear of " + elem_name(operands.in->elem));
  Tensor out = *operands.in;
  out.quant = std::move(operands.params);
  return one(std::move(out));
}

Result<Tensors> fold_quantize(const FoldNode& node) {
  THIMBLE_TRY(const QuantOperands operands, quant_operands(node));
  const Elem elem = operands.zero_point ? operands.zero_point->elem : Elem::u8;
  if (elem != Elem::u8 && elem != Elem::s8) return unsupported("QuantizeLinear to " + elem_name(elem), "quantize weights to int8");
  const std::vector<double> reals = operands.in->reals();
  std::int64_t inner = 1;
  for (std::size_t i = operands.in->dims.size(); operands.params.axis >= 0 && --i > static_cast<std::size_t>(operands.params.axis);)
    inner *= operands.in->dims[i];
  std::vector<std::int64_t> out;
  for (std::size_t i = 0; i < reals.size(); ++i) {
    const std::size_t channel =
        operands.params.axis < 0 ? 0 : static_cast<std::size_t>(static_cast<std::int64_t>(i) / inner) % operands.params.scales.size();
    const double real =
        std::nearbyint(reals[i] / static_cast<double>(operands.params.scales[channel])) + operands.params.zero_points[channel];
    out.push_back(static_cast<std::int64_t>(elem == Elem::u8 ? std::clamp(real, 0.0, 255.0) : std::clamp(real, -128.0, 127.0)));
  }
  return one(Tensor::of_integers(elem, operands.in->dims, out));
}

}  // namespace thimble::onnx
