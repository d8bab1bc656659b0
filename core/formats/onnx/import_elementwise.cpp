// Operators that work element by element: the order of elements does not matter, so it stays as it is.
#include <cmath>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"

namespace thimble::onnx {
namespace {

constexpr double kGreatest = 3.4028234663852886e38;

Result<void> finish(OpContext& op, Result<Operand> out) {
  THIMBLE_TRY(const Operand value, std::move(out));
  return op.set_output(0, value);
}

// Before op set 7 the second operand broadcast along `axis` only when `broadcast` was set.
Result<void> check_old_broadcast(const OpContext& op) {
  THIMBLE_TRY(const std::int64_t broadcast, op.attributes().integer("broadcast", 0));
  if (op.attributes().has("axis") && broadcast != 0)
    return unsupported("broadcasting along an axis (operator set 6)",
                       "onnx.version_converter.convert_version(model, 17) brings the file up to date");
  return {};
}

bool same_constant(const OpContext& op, std::size_t i, double value) {
  if (!op.is_constant(i)) return false;
  const Result<const Tensor*> tensor = op.constant(i, "");
  return tensor.ok() && (*tensor)->count() == 1 && is_real((*tensor)->elem) && (*tensor)->reals()[0] == value;
}

Result<Operand> clipped(OpContext& op, const Operand& in, double low, double high) {
  if (low == 0 && high == 6) return op.emit_unary(OpKind::relu, in, {{"activation", std::string("relu6")}});
  if (low == -1 && high == 1) return op.emit_unary(OpKind::relu, in, {{"activation", std::string("relu_n1_to_1")}});
  if (low == 0 && high >= kGreatest) return op.emit_unary(OpKind::relu, in, {{"activation", std::string("relu")}});
  return op.emit_unary(OpKind::clip, in, {{"low", low}, {"high", high}});
}

}  // namespace

Result<void> import_unary(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const Operand in, op.operand(0));
  return finish(op, op.emit_unary(kind, in));
}

Result<void> import_binary(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 2));
  THIMBLE_TRY_VOID(check_old_broadcast(op));
  if (kind == OpKind::pow && same_constant(op, 1, 2)) {
    THIMBLE_TRY(const Operand in, op.operand(0));
    return finish(op, op.emit_unary(OpKind::square, in));
  }
  THIMBLE_TRY(const Operand a, op.operand(0));
  // An exponent may be an integer.
  if (kind == OpKind::pow && op.is_constant(1)) {
    THIMBLE_TRY(const Tensor* exponent, op.constant(1, "exponent"));
    return finish(op, op.emit_binary(kind, a, op.constant_operand(Tensor::of_reals(Elem::f32, exponent->dims, exponent->reals()))));
  }
  THIMBLE_TRY(const Operand b, op.operand(1));
  return finish(op, op.emit_binary(kind, a, b));
}

Result<void> import_variadic(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(op.input_count() == 0 ? 1 : op.input_count(), 1024));
  THIMBLE_TRY(Operand sum, op.operand(0));
  for (std::size_t i = 1; i < op.input_count(); ++i) {
    THIMBLE_TRY(const Operand next, op.operand(i));
    THIMBLE_TRY(sum, op.emit_binary(kind, sum, next));
  }
  if (op.op_type() == "Mean" && op.input_count() > 1) {
    THIMBLE_TRY(sum, op.emit_binary(OpKind::mul, sum, op.real_constant(1.0 / static_cast<double>(op.input_count()))));
  }
  return op.set_output(0, sum);
}

Result<void> import_relu(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const Operand in, op.operand(0));
  return finish(op, op.emit_unary(kind, in, {{"activation", std::string("relu")}}));
}

Result<void> import_clip(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 3));
  THIMBLE_TRY(double low, op.attributes().real("min", -kGreatest));
  THIMBLE_TRY(double high, op.attributes().real("max", kGreatest));
  if (op.has(1)) {
    THIMBLE_TRY(low, op.real(1, "min"));
  }
  if (op.has(2)) {
    THIMBLE_TRY(high, op.real(2, "max"));
  }
  if (std::isnan(low) || std::isnan(high)) return bad_data("a limit that is no number");
  THIMBLE_TRY(const Operand in, op.operand(0));
  // Where the limits cross, the standard says that the upper one holds.
  low = std::fmax(std::fmin(low, high), -kGreatest);
  high = std::fmin(std::fmax(high, -kGreatest), kGreatest);
  return finish(op, clipped(op, in, std::fmin(low, high), high));
}

Result<void> import_alpha(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", kind == OpKind::elu ? 1.0 : 0.01));
  THIMBLE_TRY(const Operand in, op.operand(0));
  return finish(op, op.emit_unary(kind, in, {{"alpha", alpha}}));
}

Result<void> import_hard_sigmoid(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", 0.2));
  THIMBLE_TRY(const double beta, op.attributes().real("beta", 0.5));
  THIMBLE_TRY(const Operand in, op.operand(0));
  return finish(op, op.emit_unary(kind, in, {{"alpha", alpha}, {"beta", beta}}));
}

Result<void> import_selu(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", 1.67326319217681884765625));
  THIMBLE_TRY(const double gamma, op.attributes().real("gamma", 1.05070102214813232421875));
  THIMBLE_TRY(const Operand in, op.operand(0));
  return finish(op, op.emit_unary(kind, in, {{"alpha", alpha}, {"gamma", gamma}}));
}

Result<void> import_gelu(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const std::string form, op.attributes().text("approximate", "none"));
  if (form != "none" && form != "tanh") return unsupported("Gelu approximated by '" + printable(form) + "'", "'none' and 'tanh' are taken");
  THIMBLE_TRY(const Operand in, op.operand(0));
  return finish(op, op.emit_unary(kind, in, {{"approximate", form}}));
}

// alpha * (exp(x / alpha) - 1) below 0: an Elu on another scale.
Result<void> import_celu(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", 1));
  if (alpha == 0) return bad_data("alpha is 0");
  THIMBLE_TRY(Operand x, op.operand(0));
  if (alpha != 1) {
    THIMBLE_TRY(x, op.emit_binary(OpKind::mul, x, op.real_constant(1 / alpha)));
  }
  THIMBLE_TRY(x, op.emit_unary(kind, x, {{"alpha", 1.0}}));
  if (alpha == 1) return op.set_output(0, x);
  return finish(op, op.emit_binary(OpKind::mul, x, op.real_constant(alpha)));
}

Result<void> import_mish(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(Operand gate, op.emit_unary(OpKind::softplus, x));
  THIMBLE_TRY(gate, op.emit_unary(kind, gate));
  return finish(op, op.emit_binary(OpKind::mul, x, gate));
}

Result<void> import_swish(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", 1));
  THIMBLE_TRY(const Operand x, op.operand(0));
  Operand gate = x;
  if (alpha != 1) {
    THIMBLE_TRY(gate, op.emit_binary(OpKind::mul, x, op.real_constant(alpha)));
  }
  THIMBLE_TRY(gate, op.emit_unary(OpKind::logistic, gate));
  return finish(op, op.emit_binary(kind, x, gate));
}

Result<void> import_prelu(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 2));
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(Operand slope, op.operand(1));
  // Until op set 7 a vector of slopes meant one a channel.
  if (op.opset() < 7 && op.rank(1) == 1 && op.rank(0) > 2) {
    const Shape dims = op.dims(0);
    Shape wide(dims.size(), 1);
    wide[1] = op.dims(1)[0];
    const std::optional<Layout> layout = slope.layout.reshaped(wide);
    if (layout) slope.layout = *layout;
  }
  return finish(op, op.emit_binary(kind, x, slope));
}

Result<void> import_reciprocal(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const Operand x, op.operand(0));
  return finish(op, op.emit_binary(kind, op.real_constant(1), x));
}

Result<void> import_identity(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const Operand x, op.operand(0));
  return op.set_output(0, x);
}

Result<void> import_dropout(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 3));
  if (op.has_output(1)) return unsupported("Dropout whose mask is used", "export the network for inference (model.eval())");
  if (op.has(2)) {
    THIMBLE_TRY(const double training, op.real(2, "training_mode"));
    if (training != 0) return unsupported("Dropout in training mode", "export the network for inference (model.eval())");
  }
  THIMBLE_TRY(const Operand x, op.operand(0));
  return op.set_output(0, x);
}

// Between real types: the network computes in float anyway.
Result<void> import_cast(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 2));
  Elem to = Elem::f32;
  if (op.op_type() == "CastLike") {
    if (op.is_constant(1)) {
      THIMBLE_TRY(const Tensor* like, op.constant(1, "type"));
      to = like->elem;
    }
  } else {
    THIMBLE_TRY(const std::int64_t number, op.attributes().integer("to", 1, 0, 255));
    to = static_cast<Elem>(number);
  }
  if (!is_real(to)) return unsupported("a cast of what the network computes to " + elem_name(to), "keep it float");
  THIMBLE_TRY(const Operand x, op.operand(0));
  if (to != Elem::f32) op.note("a cast to " + elem_name(to) + " is left out: the network computes in float");
  return op.set_output(0, x);
}

}  // namespace thimble::onnx
