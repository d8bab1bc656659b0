// Operators that TFLite has not, said with several that it has. Floats only: between the parts a quantized value would need a
// scale that nobody has measured.
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

constexpr std::int32_t kAdd = 0, kMul = 18, kRelu = 19, kReluN1To1 = 20, kRelu6 = 21, kDiv = 42, kExp = 47, kMaximum = 55, kMinimum = 57,
                       kNeg = 59, kLog = 73, kAbs = 101, kElu = 111, kQuantize = 114, kRelu0To1 = 152;

// Writes one operator of a composition after the other; the last one makes the node's output.
class Parts {
 public:
  explicit Parts(NodeExport& node) : node_(node) {}

  std::int32_t unary(std::int32_t code, std::int32_t x) { return part(code, {x}, BuiltinOptions::NONE, 0); }
  std::int32_t add(std::int32_t a, std::int32_t b) {
    return part(kAdd, {a, b}, BuiltinOptions::AddOptions, CreateAddOptions(node_.builder(), 0, false).Union());
  }
  std::int32_t mul(std::int32_t a, std::int32_t b) {
    return part(kMul, {a, b}, BuiltinOptions::MulOptions, CreateMulOptions(node_.builder()).Union());
  }
  std::int32_t div(std::int32_t a, std::int32_t b) {
    return part(kDiv, {a, b}, BuiltinOptions::DivOptions, CreateDivOptions(node_.builder()).Union());
  }
  std::int32_t add_number(std::int32_t a, double b) { return add(a, number(b)); }
  std::int32_t mul_number(std::int32_t a, double b) { return mul(a, number(b)); }
  std::int32_t lesser(std::int32_t a, double b) { return part(kMinimum, {a, number(b)}, BuiltinOptions::NONE, 0); }
  std::int32_t number(double value) {
    const auto narrow = static_cast<float>(value);
    return node_.floats({}, std::span(&narrow, 1));
  }
  // The next part is the last.
  Parts& last() {
    last_ = true;
    return *this;
  }

 private:
  std::int32_t part(std::int32_t code, std::vector<std::int32_t> inputs, BuiltinOptions type, flatbuffers::Offset<void> options) {
    const std::int32_t out = last_ ? node_.output() : node_.between(inputs[0], node_.node().out_shape());
    node_.emit_as(code, inputs, out, type, options, {});
    return out;
  }

  NodeExport& node_;
  bool last_ = false;
};

Result<void> expect_floats(NodeExport& node) {
  const DType in = node.node().in_dtype(0), out = node.node().out_dtype();
  if (in == DType::f32 && out == DType::f32) {
    node.note("is written as several operators: TFLite has none for it");
    return {};
  }
  return unsupported(cat("TFLite has no operator for it, and of ", dtype_name(in), " no other way to say it"),
                     "Leave this layer float (an island between dequantize and quantize), or write the network as .onnx.");
}

// gamma * x where positive, else gamma * alpha * (exp(x) - 1): TFLite's ELU is the one with alpha = 1.
Result<void> save_scaled_elu(NodeExport& node, double alpha, double gamma) {
  THIMBLE_TRY_VOID(expect_floats(node));
  Parts parts(node);
  const std::int32_t x = node.input(0);
  const std::int32_t above = parts.mul_number(parts.unary(kRelu, x), gamma);
  const std::int32_t below = parts.unary(kElu, parts.lesser(x, 0));
  const std::int32_t scaled = parts.mul_number(below, gamma * alpha);
  parts.last().add(above, scaled);
  return {};
}

std::vector<float> floats_of(const NodeView& node, std::size_t i) { return node.graph().constant(node.input(i))->copy_as<float>(); }

// -1: there is none. The last two compute on int8 and floats.
std::int32_t clamp_code(DType dtype, double low, double high) {
  constexpr double kGreatest = std::numeric_limits<float>::max();
  if (low == 0 && high >= kGreatest) return kRelu;
  if (low == 0 && high == 6) return kRelu6;
  if (dtype == DType::s16 || high != 1) return -1;
  return low == 0 ? kRelu0To1 : low == -1 ? kReluN1To1 : -1;
}

}  // namespace

Result<void> save_batch_norm(NodeExport& node) {
  const NodeView& view = node.node();
  THIMBLE_TRY_VOID(expect_floats(node));
  for (std::size_t i = 1; i < 5; ++i) {
    if (!view.graph().constant(view.input(i)) || view.in_dtype(i) != DType::f32)
      return unsupported(format("input %zu is no constant of floats", i), "Export the network for inference.");
  }
  const std::vector<float> scale = floats_of(view, 1), bias = floats_of(view, 2), mean = floats_of(view, 3), variance = floats_of(view, 4);
  std::vector<float> factor, shift;
  for (std::size_t c = 0; c < scale.size(); ++c) {
    const double by = static_cast<double>(scale[c]) / std::sqrt(static_cast<double>(variance[c]) + view.real("epsilon"));
    factor.push_back(static_cast<float>(by));
    shift.push_back(static_cast<float>(static_cast<double>(bias[c]) - static_cast<double>(mean[c]) * by));
  }
  Parts parts(node);
  const std::int32_t x = node.input(0), factors = node.floats(view.in_shape(1), factor), shifts = node.floats(view.in_shape(1), shift);
  const std::int32_t scaled = parts.mul(x, factors);
  parts.last().add(scaled, shifts);
  return {};
}

Result<void> save_clip(NodeExport& node) { return save_clamp(node, node.node().real("low"), node.node().real("high")); }

// By the one operator that does it; else by MAXIMUM and MINIMUM, which know one scale: a change of scale comes before, as ours does it.
Result<void> save_clamp(NodeExport& node, double low, double high) {
  // All stand before one is looked at: a new tensor moves the others.
  const std::int32_t input = node.input(0), output = node.output();
  const std::int32_t code = clamp_code(node.node().in_dtype(0), low, high);
  if (code >= 0) {
    node.emit_as(code, std::span(&input, 1), output, BuiltinOptions::NONE, 0, {});
    return {};
  }
  const bool same_scale = node.tensor(input).quant == node.tensor(output).quant;
  THIMBLE_TRY(const std::int32_t least, node.constant_like(output, low));
  THIMBLE_TRY(const std::int32_t most, node.constant_like(output, high));
  node.note("is written as MAXIMUM and MINIMUM");
  const std::int32_t rescaled = same_scale ? input : node.between(output, node.node().out_shape());
  if (!same_scale) node.emit_as(kQuantize, std::span(&input, 1), rescaled, BuiltinOptions::NONE, 0, {});
  const std::int32_t above[] = {rescaled, least};
  const std::int32_t raised = node.between(output, node.node().out_shape());
  node.emit_as(kMaximum, above, raised, BuiltinOptions::NONE, 0, {});
  const std::int32_t below[] = {raised, most};
  node.emit_as(kMinimum, below, output, BuiltinOptions::NONE, 0, {});
  return {};
}

Result<void> save_elu(NodeExport& node) {
  if (node.node().real("alpha") != 1) return save_scaled_elu(node, node.node().real("alpha"), 1);
  return save_plain(node);
}

Result<void> save_selu(NodeExport& node) { return save_scaled_elu(node, node.node().real("alpha"), node.node().real("gamma")); }

Result<void> save_hard_sigmoid(NodeExport& node) {
  THIMBLE_TRY_VOID(expect_floats(node));
  Parts parts(node);
  const std::int32_t scaled = parts.mul_number(node.input(0), node.node().real("alpha"));
  const std::int32_t shifted = parts.add_number(scaled, node.node().real("beta"));
  parts.last().unary(kRelu0To1, shifted);
  return {};
}

// max(x, 0) + log(1 + exp(-|x|)), which no x makes overflow.
Result<void> save_softplus(NodeExport& node) {
  THIMBLE_TRY_VOID(expect_floats(node));
  Parts parts(node);
  const std::int32_t x = node.input(0);
  const std::int32_t small = parts.unary(kExp, parts.unary(kNeg, parts.unary(kAbs, x)));
  const std::int32_t rest = parts.unary(kLog, parts.add_number(small, 1));
  const std::int32_t above = parts.unary(kRelu, x);
  parts.last().add(above, rest);
  return {};
}

Result<void> save_softsign(NodeExport& node) {
  THIMBLE_TRY_VOID(expect_floats(node));
  Parts parts(node);
  const std::int32_t x = node.input(0);
  const std::int32_t below = parts.add_number(parts.unary(kAbs, x), 1);
  parts.last().div(x, below);
  return {};
}

}  // namespace thimble::tflite
