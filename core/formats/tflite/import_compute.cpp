// Operators that calculate: convolutions, pooling, dense layers, arithmetic, activations.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

constexpr std::int8_t kSame = 0, kValid = 1;

struct Padding {
  std::int64_t before, after;
};

// SAME: as many outputs as strides fit into the input; the border is split, its larger half behind.
Result<Padding> resolve_padding(std::int8_t mode, std::int64_t in, std::int64_t filter, std::int64_t stride, std::int64_t dilation) {
  if (stride < 1 || dilation < 1 || filter < 1) {
    return bad_data(format("stride %lld, dilation %lld, filter %lld, expected at least 1 each", static_cast<long long>(stride),
                           static_cast<long long>(dilation), static_cast<long long>(filter)));
  }
  if (mode == kValid) return Padding{0, 0};
  if (mode != kSame) return bad_data(format("padding mode %d, expected 0 (SAME) or 1 (VALID)", mode));
  const std::int64_t out = (in + stride - 1) / stride;
  const std::int64_t reach = (filter - 1) * dilation + 1;  // both below 2^31
  const std::int64_t total = std::max<std::int64_t>((out - 1) * stride + reach - in, 0);
  return Padding{total / 2, total - total / 2};
}

struct WindowSpec {
  std::int8_t padding, activation;
  std::int64_t filter_h, filter_w, stride_h, stride_w, dilation_h, dilation_w;
};

Result<AttrSet> window_attrs_of(const Shape& in, const WindowSpec& spec) {
  if (in.size() != 4) return bad_data("input of shape " + shape_text(in) + ", expected four dimensions (NHWC)");
  THIMBLE_TRY(const Padding rows, resolve_padding(spec.padding, in[1], spec.filter_h, spec.stride_h, spec.dilation_h));
  THIMBLE_TRY(const Padding columns, resolve_padding(spec.padding, in[2], spec.filter_w, spec.stride_w, spec.dilation_w));
  THIMBLE_TRY(Attr activation, activation_attr(spec.activation));
  return AttrSet{{"stride_h", spec.stride_h}, {"stride_w", spec.stride_w},  {"pad_top", rows.before}, {"pad_left", columns.before},
                 {"pad_bottom", rows.after},  {"pad_right", columns.after}, std::move(activation)};
}

template <class Options>
Result<void> import_convolution(OpContext& op, OpKind kind) {
  const Options* options = op.options<Options>();
  if (!options) return no_options();
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs_with_weights(kind));
  THIMBLE_TRY(const ValueId output, op.output());
  const Shape weights = op.shape(inputs[1]);
  if (weights.size() != 4) return bad_data("weights of shape " + shape_text(weights) + ", expected four dimensions").in("input 1");
  THIMBLE_TRY(AttrSet attrs, window_attrs_of(op.shape(inputs[0]), {options->padding(), options->fused_activation_function(), weights[1],
                                                                   weights[2], options->stride_h(), options->stride_w(),
                                                                   options->dilation_h_factor(), options->dilation_w_factor()}));
  attrs.insert(attrs.begin() + 2,
               {{"dilation_h", std::int64_t{options->dilation_h_factor()}}, {"dilation_w", std::int64_t{options->dilation_w_factor()}}});
  return op.emit(kind, inputs, output, std::move(attrs));
}

Result<void> import_arithmetic(OpContext& op, OpKind kind, std::int8_t fused) {
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(2, 2));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(Attr activation, activation_attr(fused));
  return op.emit(kind, inputs, output, {std::move(activation)});
}

bool is_power_of_two(const QuantParams* quant) {
  int exponent = 0;
  return quant && quant->scales.size() == 1 && std::frexp(quant->scales[0], &exponent) == 0.5f;
}

// LiteRT adds int16 by plain shifts where the file asks for it and all scales are powers of two. We always rescale.
Result<void> note_shifted_int16(OpContext& op, bool asked) {
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(2, 2));
  THIMBLE_TRY(const ValueId output, op.output());
  if (!asked || op.dtype(output) != DType::s16) return {};
  if (is_power_of_two(op.quant(inputs[0])) && is_power_of_two(op.quant(inputs[1])) && is_power_of_two(op.quant(output))) {
    op.warn("int16 with scales that are powers of two: LiteRT's older kernel may round the last bit differently from ours");
  }
  return {};
}

}  // namespace

Error no_options() { return bad_data("the options are missing", "the file is damaged: convert the network again"); }

Result<void> import_conv2d(OpContext& op, OpKind kind) { return import_convolution<Conv2DOptions>(op, kind); }
Result<void> import_depthwise_conv2d(OpContext& op, OpKind kind) { return import_convolution<DepthwiseConv2DOptions>(op, kind); }

Result<void> import_pool2d(OpContext& op, OpKind kind) {
  const auto* options = op.options<Pool2DOptions>();
  if (!options) return no_options();
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(AttrSet attrs,
              window_attrs_of(op.shape(input), {options->padding(), options->fused_activation_function(), options->filter_height(),
                                                options->filter_width(), options->stride_h(), options->stride_w(), 1, 1}));
  attrs.insert(attrs.begin(), {{"filter_h", std::int64_t{options->filter_height()}}, {"filter_w", std::int64_t{options->filter_width()}}});
  return op.emit(kind, std::span(&input, 1), output, std::move(attrs));
}

Result<void> import_fully_connected(OpContext& op, OpKind kind) {
  const auto* options = op.options<FullyConnectedOptions>();
  if (!options) return no_options();
  if (options->weights_format() != 0)
    return unsupported("shuffled weights", "convert the network again without a target that shuffles weights");
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs_with_weights(kind));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(Attr activation, activation_attr(options->fused_activation_function()));
  return op.emit(kind, inputs, output, {std::move(activation), {"keep_dims", std::int64_t{options->keep_num_dims() ? 1 : 0}}});
}

Result<void> import_add(OpContext& op, OpKind kind) {
  const auto* options = op.options<AddOptions>();
  THIMBLE_TRY_VOID(note_shifted_int16(op, !options || options->pot_scale_int16()));
  return import_arithmetic(op, kind, options ? options->fused_activation_function() : std::int8_t{0});
}

Result<void> import_sub(OpContext& op, OpKind kind) {
  const auto* options = op.options<SubOptions>();
  THIMBLE_TRY_VOID(note_shifted_int16(op, !options || options->pot_scale_int16()));
  return import_arithmetic(op, kind, options ? options->fused_activation_function() : std::int8_t{0});
}

Result<void> import_mul(OpContext& op, OpKind kind) {
  const auto* options = op.options<MulOptions>();
  return import_arithmetic(op, kind, options ? options->fused_activation_function() : std::int8_t{0});
}

Result<void> import_reduce(OpContext& op, OpKind kind) {
  const auto* options = op.options<ReducerOptions>();
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(std::vector<std::int64_t> axes, op.constant_integers(1, "axes", kMaxRank));
  const auto rank = static_cast<std::int64_t>(op.shape(input).size());
  for (std::int64_t& axis : axes) {
    if (axis < -rank || axis >= rank)
      return bad_data(format("axis %lld of a shape with %lld dimensions", static_cast<long long>(axis), static_cast<long long>(rank)))
          .in("input 1");
    axis = axis < 0 ? axis + rank : axis;
  }
  std::sort(axes.begin(), axes.end());
  axes.erase(std::unique(axes.begin(), axes.end()), axes.end());
  return op.emit(kind, std::span(&input, 1), output,
                 {{"axes", std::move(axes)}, {"keep_dims", std::int64_t{options && options->keep_dims() ? 1 : 0}}});
}

Result<void> import_softmax(OpContext& op, OpKind kind) {
  const auto* options = op.options<SoftmaxOptions>();
  if (!options) return no_options();
  const auto beta = static_cast<double>(options->beta());
  if (!std::isfinite(beta) || beta <= 0) return bad_data("beta is " + number_text(beta) + ", expected a positive finite number");
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, std::span(&input, 1), output, {{"beta", beta}});
}

Result<void> import_leaky_relu(OpContext& op, OpKind kind) {
  const auto* options = op.options<LeakyReluOptions>();
  if (!options) return no_options();
  const auto alpha = static_cast<double>(options->alpha());
  if (!std::isfinite(alpha)) return bad_data("alpha is " + number_text(alpha) + ", expected a finite number");
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, std::span(&input, 1), output, {{"alpha", alpha}});
}

Result<void> import_relu(OpContext& op, OpKind kind) {
  constexpr std::int32_t kReluN1To1 = 20, kRelu6 = 21;
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  const std::string_view name = op.code() == kReluN1To1 ? "relu_n1_to_1" : op.code() == kRelu6 ? "relu6" : "relu";
  return op.emit(kind, std::span(&input, 1), output, {{"activation", std::string(name)}});
}

Result<void> import_dequantize(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const bool folded, op.fold_constant());
  return folded ? Result<void>() : import_unary(op, kind);
}

// LiteRT turns the stored numbers around, whatever they stand for.
Result<void> import_neg(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  const QuantParams *in = op.quant(input), *out = op.quant(output);
  if (in && out && (in->scales != out->scales || in->zero_points[0] != -out->zero_points[0])) {
    return unsupported("integers whose output stands for other real numbers than the input's negated",
                       "give both one scale and opposite zero points, or leave NEG in floats when converting");
  }
  return import_unary(op, kind);
}

Result<void> import_unary(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, std::span(&input, 1), output, {});
}

}  // namespace thimble::tflite
