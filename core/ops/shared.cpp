#include "core/ops/shared.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/kernels/fixed_point.h"

namespace thimble {
namespace {

// Output positions along one dimension, or nothing when the window does not fit.
std::optional<std::int64_t> window_positions(std::int64_t in, std::int64_t filter, std::int64_t stride, std::int64_t dilation,
                                             std::int64_t pads) {
  const std::int64_t reach = (filter - 1) * dilation + 1;
  if (reach > in + pads) return std::nullopt;
  return (in + pads - reach) / stride + 1;
}

}  // namespace

Result<Window> window_of(const NodeView& node, std::int64_t filter_h, std::int64_t filter_w) {
  const bool dilates = find_attr(op_def(node.graph().node(node.id()).kind), "dilation_h") != nullptr;
  Window w{.filter_h = filter_h,
           .filter_w = filter_w,
           .stride_h = node.integer("stride_h"),
           .stride_w = node.integer("stride_w"),
           .dilation_h = dilates ? node.integer("dilation_h") : 1,
           .dilation_w = dilates ? node.integer("dilation_w") : 1,
           .pad_top = node.integer("pad_top"),
           .pad_left = node.integer("pad_left"),
           .out_h = 0,
           .out_w = 0};
  if (filter_h < 1 || filter_w < 1) return bad_data("an empty filter");
  const Shape& in = node.in_shape(0);
  const auto out_h = window_positions(in[1], filter_h, w.stride_h, w.dilation_h, w.pad_top + node.integer("pad_bottom"));
  const auto out_w = window_positions(in[2], filter_w, w.stride_w, w.dilation_w, w.pad_left + node.integer("pad_right"));
  if (!out_h || !out_w) {
    return bad_data(format("a filter of %lld x %lld does not fit into the padded input ", static_cast<long long>(filter_h),
                           static_cast<long long>(filter_w)) +
                    shape_text(in));
  }
  w.out_h = *out_h;
  w.out_w = *out_w;
  return w;
}

Result<void> expect_rank(const NodeView& node, std::size_t i, std::size_t rank) {
  if (node.in_shape(i).size() == rank) return {};
  return bad_data(format("input %zu has shape ", i) + shape_text(node.in_shape(i)) + format(", expected rank %zu", rank));
}

Result<std::vector<Shape>> same_shape(const NodeView& node) { return std::vector<Shape>{node.in_shape(0)}; }

Result<Shape> broadcast_shapes(const Shape& a, const Shape& b) {
  Shape out(std::max(a.size(), b.size()), 1);
  for (std::size_t k = 1; k <= out.size(); ++k) {
    const std::int64_t da = k <= a.size() ? a[a.size() - k] : 1;
    const std::int64_t db = k <= b.size() ? b[b.size() - k] : 1;
    if (da != db && da != 1 && db != 1) return bad_data("shapes " + shape_text(a) + " and " + shape_text(b) + " do not broadcast together");
    out[out.size() - k] = da == 1 ? db : da;
  }
  return out;
}

Result<std::vector<Shape>> broadcast_shape(const NodeView& node) {
  THIMBLE_TRY(Shape out, broadcast_shapes(node.in_shape(0), node.in_shape(1)));
  return std::vector<Shape>{std::move(out)};
}

NodeCost elementwise_cost(const NodeView& node) { return {WorkKind::elementwise, 0, node.graph().value_elements(node.output())}; }
NodeCost data_movement_cost(const NodeView& node) { return {WorkKind::data_movement, 0, node.graph().value_elements(node.output())}; }

Result<TensorScale> tensor_scale(const NodeView& node, ValueId value, std::string_view what) {
  const QuantParams* quant = node.graph().quant(value);
  if (!quant) return unsupported(std::string(what) + " is not quantized", "Quantize the network to int8 or int16x8 first.");
  if (!quant->per_tensor()) return unsupported(std::string(what) + " is quantized per channel; activations need one scale");
  return TensorScale{quant->scales[0], quant->zero_points[0]};
}

Result<TensorScale> input_scale(const NodeView& node, std::size_t i) { return tensor_scale(node, node.input(i), format("input %zu", i)); }
Result<TensorScale> output_scale(const NodeView& node, std::size_t i) {
  return tensor_scale(node, node.output(i), format("output %zu", i));
}

namespace {

Result<void> expect_scale_of_output(const NodeView& node, std::size_t i) {
  const QuantParams* in = node.graph().quant(node.input(i));
  const QuantParams* out = node.graph().quant(node.output(0));
  if ((in == nullptr) == (out == nullptr) && (!in || *in == *out)) return {};
  return unsupported("input and output have different scales; the 8-bit specification asks for equal ones");
}

}  // namespace

Result<void> expect_same_scale(const NodeView& node) { return expect_scale_of_output(node, 0); }

Result<void> expect_same_numbers(const NodeView& node) {
  const DType in = node.in_dtype(0), out = node.out_dtype();
  if (in != out) return bad_data(cat("input of type ", dtype_name(in), ", output of type ", dtype_name(out), ", expected one type"));
  return expect_same_scale(node);
}

Result<void> expect_one_scale(const NodeView& node) {
  for (std::size_t i = 0; i < node.input_count(); ++i) THIMBLE_TRY_VOID(expect_scale_of_output(node, i));
  return {};
}

Result<void> expect_symmetric(const NodeView& node) {
  const auto check = [&](ValueId id) -> Result<void> {
    if (!is_valid(id) || node.graph().value(id).dtype != DType::s16) return {};
    THIMBLE_TRY(const TensorScale scale, tensor_scale(node, id, "a 16-bit tensor"));
    if (scale.zero_point != 0) return unsupported("a 16-bit tensor with a zero point; the 16x8 specification has none");
    return {};
  };
  for (std::size_t i = 0; i < node.input_count(); ++i) THIMBLE_TRY_VOID(check(node.input(i)));
  return check(node.output());
}

Result<ActivationRange> output_range(const NodeView& node, std::string_view activation) {
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const auto [low, high] = integer_limits(node.out_dtype());
  return activation_range(activation, out.scale, out.zero_point, low, high);
}

Error no_kernel(const NodeView& node, std::string_view has) {
  std::string types;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (node.has_input(i)) types += (types.empty() ? "" : ", ") + std::string(dtype_name(node.in_dtype(i)));
  }
  return unsupported(
      "no kernel for " + types + " -> " + std::string(dtype_name(node.out_dtype())) + "; there is one for " + std::string(has),
      "Quantize the network to full int8 or int16x8.");
}

std::pair<std::int32_t, std::int32_t> integer_limits(DType dtype) {
  switch (dtype) {
    case DType::s16: return {INT16_MIN, INT16_MAX};
    case DType::u8: return {0, UINT8_MAX};
    default: return {INT8_MIN, INT8_MAX};
  }
}

namespace {

Result<ConstantArray> constant_input(const NodeView& node, std::size_t i, ElementType type, std::string_view what) {
  const Blob* blob = node.graph().constant(node.input(i));
  if (!blob) return unsupported(std::string(what) + " are not constant", "Freeze the network before converting it.");
  return ConstantArray{type, *blob};
}

// Limits of the device kernels: terms of one sum of int8 products, and a bias of 64 bits.
constexpr std::int64_t kMaxTerms = 65536;
constexpr std::int64_t kMaxWideBias = std::int64_t{1} << 46;

Result<ConstantArray> bias_of(const NodeView& node, std::int64_t channels, bool wide) {
  const ElementType type = wide ? ElementType::s64 : ElementType::s32;
  if (!node.has_input(2)) return ConstantArray{type, {}};
  if (const std::int64_t biases = node.graph().value_elements(node.input(2)); biases != channels)
    return bad_data(cat(biases, " biases, expected one for each of ", channels, " output channels"));
  const DType dtype = node.in_dtype(2);
  if (dtype == DType::s64 && wide) {
    THIMBLE_TRY(const ConstantArray biases, constant_input(node, 2, type, "biases"));
    const auto fits = [](std::int64_t bias) { return bias > -kMaxWideBias && bias < kMaxWideBias; };
    const std::vector<std::int64_t> values = biases.bytes.copy_as<std::int64_t>();
    if (!std::all_of(values.begin(), values.end(), fits)) return bad_data("a bias of 2^46 or more, which no accumulator holds");
    return biases;
  }
  if (dtype == DType::s32 && !wide) return constant_input(node, 2, type, "biases");
  if (!wide || dtype != DType::s32)
    return unsupported("biases of type " + std::string(dtype_name(dtype)) + ", expected " + (wide ? "s64 or s32" : "s32"));
  THIMBLE_TRY(const ConstantArray narrow, constant_input(node, 2, ElementType::s32, "biases"));
  const std::vector<std::int32_t> values = narrow.bytes.copy_as<std::int32_t>();
  return ConstantArray{type, Blob::of(std::vector<std::int64_t>(values.begin(), values.end()))};
}

}  // namespace

namespace {

// What both kinds of scales start from: checked weights, bias, and the scale of each output channel.
struct WeightedOperands {
  ConstantArray weights, bias;
  double in_scale, out_scale;
  std::vector<float> weight_scales;
};

Result<WeightedOperands> weighted_operands(const NodeView& node, std::int32_t channel_axis, std::int64_t channels) {
  WeightedOperands out;
  if (node.in_dtype(1) != DType::s8) return unsupported("weights of type " + std::string(dtype_name(node.in_dtype(1))) + ", expected s8");
  THIMBLE_TRY(out.weights, constant_input(node, 1, ElementType::s8, "weights"));
  const std::int64_t terms = node.graph().value_elements(node.input(1)) / std::max<std::int64_t>(channels, 1);
  if (terms > kMaxTerms) return unsupported(cat(terms, " products in one sum, expected at most ", kMaxTerms, ": 32 bits hold no more"));
  THIMBLE_TRY(out.bias, bias_of(node, channels, node.in_dtype(0) == DType::s16));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale to, output_scale(node));
  out.in_scale = in.scale;
  out.out_scale = to.scale;
  const QuantParams* weights = node.graph().quant(node.input(1));
  if (!weights) return unsupported("the weights are not quantized");
  if (!weights->per_tensor() && weights->axis != channel_axis)
    return unsupported(format("weights quantized along axis %d, expected %d", weights->axis, channel_axis));
  out.weight_scales = weights->scales;
  out.weight_scales.resize(static_cast<std::size_t>(channels), weights->scales[0]);
  return out;
}

}  // namespace

Result<ChannelScales> channel_scales(const NodeView& node, std::int32_t channel_axis, std::int64_t channels) {
  THIMBLE_TRY(const WeightedOperands operands, weighted_operands(node, channel_axis, channels));
  std::vector<std::int32_t> multiplier;
  std::vector<std::int8_t> shift;
  for (const float scale : operands.weight_scales) {
    const FixedPointScale fixed = weighted_scale(operands.in_scale, static_cast<double>(scale), operands.out_scale);
    if (node.in_dtype(0) == DType::s16 && fixed.shift > 7) return unsupported("an output scale below 1/128 of input times weight scale");
    multiplier.push_back(fixed.multiplier);
    shift.push_back(static_cast<std::int8_t>(fixed.shift));
  }
  return ChannelScales{operands.weights, operands.bias, {ElementType::s32, Blob::of(multiplier)}, {ElementType::s8, Blob::of(shift)}};
}

Result<WideScales> wide_scales(const NodeView& node, std::int64_t channels) {
  THIMBLE_TRY(const WeightedOperands operands, weighted_operands(node, 0, channels));
  std::vector<std::int32_t> high, low;
  std::vector<std::int8_t> shift;
  for (const float scale : operands.weight_scales) {
    const WideScale wide = wide_weighted_scale(operands.in_scale, static_cast<double>(scale), operands.out_scale);
    high.push_back(wide.high);
    low.push_back(wide.low);
    shift.push_back(static_cast<std::int8_t>(wide.shift));
  }
  return WideScales{operands.weights,
                    operands.bias,
                    {ElementType::s32, Blob::of(high)},
                    {ElementType::s32, Blob::of(low)},
                    {ElementType::s8, Blob::of(shift)}};
}

KernelCall unary_call(KernelId kernel, std::vector<std::int32_t> params, std::vector<ConstantArray> constants) {
  return {kernel, std::move(params), {0}, std::move(constants), {0}};
}

std::int32_t int32_of(std::int64_t dim) { return static_cast<std::int32_t>(dim); }

std::int64_t rows_before_last(const Shape& shape) {
  std::int64_t rows = 1;
  for (std::size_t i = 0; i + 1 < shape.size(); ++i) rows *= shape[i];
  return rows;
}

}  // namespace thimble
