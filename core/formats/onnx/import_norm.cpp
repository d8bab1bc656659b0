// Normalizations, softmax and reductions: statistics over some of the file's dimensions, wherever those lie in our graph.
#include <algorithm>
#include <numeric>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"

namespace thimble::onnx {
namespace {

Ints dims_from(std::size_t begin, std::size_t rank) {
  Ints out(rank - begin);
  std::iota(out.begin(), out.end(), static_cast<std::int64_t>(begin));
  return out;
}

struct Statistics {
  Operand mean, inverse_deviation;
};

// (x - mean) / sqrt(variance + epsilon), both over `dims`.
Result<Operand> normalized(OpContext& op, const Operand& x, const Ints& dims, double epsilon, bool centered,
                           Statistics* statistics = nullptr) {
  Operand moved = x;
  if (centered) {
    THIMBLE_TRY(const Operand mean, op.emit_reduce(OpKind::mean, x, dims, true));
    THIMBLE_TRY(moved, op.emit_binary(OpKind::sub, x, mean));
    if (statistics) statistics->mean = mean;
  }
  THIMBLE_TRY(Operand scale, op.emit_unary(OpKind::square, moved));
  THIMBLE_TRY(scale, op.emit_reduce(OpKind::mean, scale, dims, true));
  THIMBLE_TRY(scale, op.emit_binary(OpKind::add, scale, op.real_constant(epsilon)));
  THIMBLE_TRY(scale, op.emit_unary(OpKind::rsqrt, scale));
  if (statistics) statistics->inverse_deviation = scale;
  return op.emit_binary(OpKind::mul, moved, scale);
}

// A vector with one number a channel (dimension 1), as it broadcasts to `rank` dimensions.
Result<Operand> by_channel(OpContext& op, std::size_t i, std::int64_t channels, std::size_t rank) {
  THIMBLE_TRY(Operand out, op.operand(i));
  Shape wide(rank, 1);
  wide[1] = channels;
  const std::optional<Layout> layout = out.layout.reshaped(wide);
  if (!layout || op.dims(i).size() != 1)
    return bad_data(format("input %zu of shape ", i) + shape_text(op.dims(i)) + ", expected one number a channel");
  out.layout = *layout;
  return out;
}

Result<Operand> scaled_by_channel(OpContext& op, const Operand& x, std::int64_t channels, std::size_t rank) {
  THIMBLE_TRY(const Operand scale, by_channel(op, 1, channels, rank));
  THIMBLE_TRY(const Operand bias, by_channel(op, 2, channels, rank));
  THIMBLE_TRY(const Operand out, op.emit_binary(OpKind::mul, x, scale));
  return op.emit_binary(OpKind::add, out, bias);
}

}  // namespace

Result<void> import_batch_norm(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(5, 5));
  THIMBLE_TRY(const std::int64_t training, op.attributes().integer("training_mode", 0, 0, 1));
  THIMBLE_TRY(const std::int64_t spatial, op.attributes().integer("spatial", 1, 0, 1));
  THIMBLE_TRY(const double epsilon, op.attributes().real("epsilon", 1e-5));
  if (training == 1 || op.has_output(1))
    return unsupported("BatchNormalization in training mode", "export the network for inference (model.eval())");
  if (spatial == 0) return unsupported("BatchNormalization with statistics for each pixel (spatial = 0)", "use one a channel");
  const Shape dims = op.dims(0);
  if (dims.size() < 2) return bad_data("an input of shape " + shape_text(dims) + ", expected [N, C, ...]");
  THIMBLE_TRY(Operand x, op.operand(0));
  THIMBLE_TRY(x, op.trailing(x, {1}));
  const Factors& logical = x.layout.logical[1];
  const Factors& physical = x.layout.physical.back();
  Shape parts;
  Ints perm;
  for (const std::uint32_t factor : logical) parts.push_back(x.layout.sizes[factor]);
  for (const std::uint32_t factor : physical) perm.push_back(std::find(logical.begin(), logical.end(), factor) - logical.begin());
  std::vector<ValueId> inputs = {x.value};
  for (std::size_t i = 1; i < 5; ++i) {
    THIMBLE_TRY(const Tensor* tensor, op.constant(i, "statistics"));
    if (tensor->dims != Shape{dims[1]})
      return bad_data(format("input %zu of shape ", i) + shape_text(tensor->dims) + ", expected one number a channel");
    const Tensor real = Tensor::of_reals(Elem::f32, tensor->dims, tensor->reals());
    THIMBLE_TRY(const ValueId value, op.constant_value(real, real.dims, permute_bytes(real.bytes, elem_bytes(real.elem), parts, perm)));
    inputs.push_back(value);
  }
  THIMBLE_TRY(const ValueId out, op.emit(kind, inputs, {{"epsilon", epsilon}}));
  return op.set_output(0, {out, nullptr, x.layout});
}

Result<void> import_instance_norm(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(3, 3));
  THIMBLE_TRY(const double epsilon, op.attributes().real("epsilon", 1e-5));
  const Shape dims = op.dims(0);
  if (dims.size() < 3) return bad_data("an input of shape " + shape_text(dims) + ", expected [N, C, ...]");
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(Operand out, normalized(op, x, dims_from(2, dims.size()), epsilon, true));
  THIMBLE_TRY(out, scaled_by_channel(op, out, dims[1], dims.size()));
  return op.set_output(0, out);
}

Result<void> import_layer_norm(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 3));
  THIMBLE_TRY(const double epsilon, op.attributes().real("epsilon", 1e-5));
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", -1));
  THIMBLE_TRY(axis, resolve_axis(axis, op.rank(0)));
  THIMBLE_TRY(const Operand x, op.operand(0));
  const bool centered = op.op_type() != "RMSNormalization";
  Statistics statistics;
  THIMBLE_TRY(Operand out, normalized(op, x, dims_from(static_cast<std::size_t>(axis), op.rank(0)), epsilon, centered, &statistics));
  if (centered && op.has_output(1)) THIMBLE_TRY_VOID(op.set_output(1, statistics.mean));
  if (centered && op.has_output(2)) THIMBLE_TRY_VOID(op.set_output(2, statistics.inverse_deviation));
  THIMBLE_TRY(const Operand scale, op.operand(1));
  THIMBLE_TRY(out, op.emit_binary(OpKind::mul, out, scale));
  if (op.has(2)) {
    THIMBLE_TRY(const Operand bias, op.operand(2));
    THIMBLE_TRY(out, op.emit_binary(OpKind::add, out, bias));
  }
  return op.set_output(0, out);
}

Result<void> import_group_norm(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(3, 3));
  THIMBLE_TRY(const double epsilon, op.attributes().real("epsilon", 1e-5));
  THIMBLE_TRY(const std::int64_t groups, op.attributes().integer("num_groups", 1, 1, 1 << 20));
  const Shape dims = op.dims(0);
  if (dims.size() < 3 || dims[1] % groups != 0)
    return bad_data("an input of shape " + shape_text(dims) + format(" in %lld groups", static_cast<long long>(groups)));
  THIMBLE_TRY(Operand x, op.operand(0));
  Shape grouped = dims;
  grouped[1] = dims[1] / groups;
  grouped.insert(grouped.begin() + 1, groups);
  const std::optional<Layout> layout = x.layout.reshaped(grouped);
  if (!layout) return unsupported("groups that cut a reshaped dimension");
  x.layout = *layout;
  THIMBLE_TRY(Operand out, normalized(op, x, dims_from(2, grouped.size()), epsilon, true));
  // Until op set 21 there was one scale a group.
  const bool by_group = op.dims(1) == Shape{groups} && groups != dims[1];
  if (by_group) {
    THIMBLE_TRY(out, scaled_by_channel(op, out, groups, grouped.size()));
  }
  const std::optional<Layout> back = out.layout.reshaped(dims);
  if (!back) return unsupported("groups that cut a reshaped dimension");
  out.layout = *back;
  if (!by_group) {
    THIMBLE_TRY(out, scaled_by_channel(op, out, dims[1], dims.size()));
  }
  return op.set_output(0, out);
}

Result<void> import_mean_variance_norm(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(Ints axes, op.attributes().integers("axes", {0, 2, 3}));
  THIMBLE_TRY(axes, resolve_axes(std::move(axes), op.rank(0)));
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(const Operand out, normalized(op, x, axes, 1e-9, true));
  return op.set_output(0, out);
}

// x / (bias + alpha / size * sum of the neighbours' squares)^beta: the sum is an average pool along the channels.
Result<void> import_lrn(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", 1e-4));
  THIMBLE_TRY(const double beta, op.attributes().real("beta", 0.75));
  THIMBLE_TRY(const double bias, op.attributes().real("bias", 1));
  THIMBLE_TRY(const std::int64_t size, op.attributes().integer("size", 1, 1, 1 << 16));
  const Shape dims = op.dims(0);
  if (dims.size() < 2) return bad_data("an input of shape " + shape_text(dims) + ", expected [N, C, ...]");
  THIMBLE_TRY(Operand x, op.operand(0));
  THIMBLE_TRY(x, op.trailing(x, {1}));
  THIMBLE_TRY(const Operand squares, op.emit_unary(OpKind::square, x));
  const Shape shape = op.value_shape(squares.value);
  const std::int64_t channels = shape.back(), rows = count_of(shape).value_or(0) / channels;
  const auto node = [&op](OpKind what, ValueId in, AttrSet attrs) { return op.emit(what, std::span(&in, 1), std::move(attrs)); };
  THIMBLE_TRY(ValueId sum, node(OpKind::reshape, squares.value, {{"shape", Ints{1, rows, channels, 1}}}));
  THIMBLE_TRY(sum, node(OpKind::pad, sum, {{"pads", Ints{0, 0, 0, 0, (size - 1) / 2, size - 1 - (size - 1) / 2, 0, 0}}, {"value", 0.0}}));
  THIMBLE_TRY(sum, node(kind, sum, {{"filter_h", std::int64_t{1}}, {"filter_w", size}}));
  THIMBLE_TRY(sum, node(OpKind::reshape, sum, {{"shape", std::vector<std::int64_t>(shape)}}));
  Operand scale{sum, nullptr, squares.layout};
  THIMBLE_TRY(scale, op.emit_binary(OpKind::mul, scale, op.real_constant(alpha)));
  THIMBLE_TRY(scale, op.emit_binary(OpKind::add, scale, op.real_constant(bias)));
  THIMBLE_TRY(scale, op.emit_binary(OpKind::pow, scale, op.real_constant(-beta)));
  THIMBLE_TRY(const Operand out, op.emit_binary(OpKind::mul, x, scale));
  return op.set_output(0, out);
}

// Until op set 12 over everything from `axis` on, later along `axis` alone.
Result<void> import_softmax(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  const bool old = op.opset() < 13;
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", old ? 1 : -1));
  Ints dims;
  if (old && axis == static_cast<std::int64_t>(op.rank(0))) {
    dims = {};
  } else {
    THIMBLE_TRY(axis, resolve_axis(axis, op.rank(0)));
    dims = old ? dims_from(static_cast<std::size_t>(axis), op.rank(0)) : Ints{axis};
  }
  THIMBLE_TRY(Operand x, op.operand(0));
  THIMBLE_TRY(x, op.trailing(x, dims));
  THIMBLE_TRY(const ValueId out, op.emit(kind, std::span(&x.value, 1), {}));
  return op.set_output(0, {out, nullptr, x.layout});
}

Result<void> import_reduce(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 2));
  const std::string_view type = op.op_type();
  THIMBLE_TRY(const std::int64_t keep, op.attributes().integer("keepdims", 1, 0, 1));
  THIMBLE_TRY(const std::int64_t noop, op.attributes().integer("noop_with_empty_axes", 0, 0, 1));
  THIMBLE_TRY(Ints axes, op.integers_or_attribute(1, "axes"));
  THIMBLE_TRY(axes, resolve_axes(std::move(axes), op.rank(0)));
  if (axes.empty() && noop == 0) axes = dims_from(0, op.rank(0));
  THIMBLE_TRY(Operand x, op.operand(0));
  if (type == "ReduceL1") {
    THIMBLE_TRY(x, op.emit_unary(OpKind::abs, x));
  } else if (type == "ReduceL2" || type == "ReduceSumSquare") {
    THIMBLE_TRY(x, op.emit_unary(OpKind::square, x));
  } else if (type == "ReduceLogSumExp") {
    THIMBLE_TRY(x, op.emit_unary(OpKind::exp, x));
  }
  THIMBLE_TRY(x, op.emit_reduce(kind, x, axes, keep == 1));
  if (type == "ReduceL2") {
    THIMBLE_TRY(x, op.emit_unary(OpKind::sqrt, x));
  } else if (type == "ReduceLogSum" || type == "ReduceLogSumExp") {
    THIMBLE_TRY(x, op.emit_unary(OpKind::log, x));
  }
  return op.set_output(0, x);
}

// The head that picks the class: the scores stay the output, which is what accuracy and margins are measured by.
Result<void> import_arg_max(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", 0));
  THIMBLE_TRY(axis, resolve_axis(axis, op.rank(0)));
  THIMBLE_TRY(const Operand scores, op.operand(0));
  return op.set_pick(scores);
}

}  // namespace thimble::onnx
