#include "core/base/text.h"
#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/fully_connected_f32.h"
#include "core/kernels/device/fully_connected_s16.h"
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {kActivationAttr, {.name = "keep_dims", .low = 0, .high = 1}};

// Rows of the input when its last dimensions are read as vectors of the filter's length.
Result<std::int64_t> rows_of(const NodeView& node) {
  const std::int64_t depth = node.in_shape(1)[1];
  const std::int64_t elements = node.graph().value_elements(node.input(0));
  if (depth < 1 || elements % depth != 0)
    return bad_data(cat("an input of ", elements, " elements, expected a multiple of the filter's ", depth, " columns"));
  return elements / depth;
}

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 1, 2));
  THIMBLE_TRY(const std::int64_t rows, rows_of(node));
  const std::int64_t out_c = node.in_shape(1)[0];
  if (node.integer("keep_dims") == 0) return std::vector<Shape>{{rows, out_c}};
  Shape out = node.in_shape(0);
  if (out.empty() || out.back() != node.in_shape(1)[1]) return bad_data("keep_dims needs a last dimension as long as the filter's rows");
  out.back() = out_c;
  return std::vector<Shape>{out};
}

NodeCost cost(const NodeView& node) {
  const std::int64_t outputs = node.graph().value_elements(node.output());
  return {WorkKind::fully_connected, outputs * node.in_shape(1)[1], outputs};
}

// The reference multiplies the sum by the real scale and rounds once, unlike a convolution: hence a scale as exact as a double.
Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  const Shape& filter = node.in_shape(1);
  THIMBLE_TRY(const std::int64_t rows, rows_of(node));
  THIMBLE_TRY(const TensorScale from, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale to, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(const WideScales scales, wide_scales(node, filter[0]));
  const thimble_fully_connected_s8_params params{.batches = int32_of(rows),
                                                 .in_c = int32_of(filter[1]),
                                                 .out_c = int32_of(filter[0]),
                                                 .in_zero_point = from.zero_point,
                                                 .weight_zero_point = node.graph().quant(node.input(1))->zero_points[0],
                                                 .out_zero_point = to.zero_point,
                                                 .out_min = range.low,
                                                 .out_max = range.high};
  return std::vector<KernelCall>{
      unary_call(KernelId::fully_connected_s8, params_of(params), {scales.weights, scales.bias, scales.high, scales.low, scales.shift})};
}

Result<std::vector<KernelCall>> lower_s16(const NodeView& node) {
  const Shape& filter = node.in_shape(1);
  THIMBLE_TRY_VOID(expect_symmetric(node));
  if (node.graph().quant(node.input(1))->zero_points[0] != 0)
    return unsupported("weights with a zero point; the 16x8 specification has none");
  THIMBLE_TRY(const std::int64_t rows, rows_of(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(const WideScales scales, wide_scales(node, filter[0]));
  const thimble_fully_connected_s16_params params{
      .batches = int32_of(rows), .in_c = int32_of(filter[1]), .out_c = int32_of(filter[0]), .out_min = range.low, .out_max = range.high};
  return std::vector<KernelCall>{
      unary_call(KernelId::fully_connected_s16, params_of(params), {scales.weights, scales.bias, scales.high, scales.low, scales.shift})};
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  const Shape& filter = node.in_shape(1);
  THIMBLE_TRY(const std::int64_t rows, rows_of(node));
  THIMBLE_TRY(const FloatWeights weights, float_weights(node, 0, filter[0]));
  const FloatRange range = float_range(node.text("activation"));
  const thimble_fully_connected_f32_params params{
      .batches = int32_of(rows), .in_c = int32_of(filter[1]), .out_c = int32_of(filter[0]), .out_min = range.low, .out_max = range.high};
  return weighted_float_call(weights, params_of(params), KernelId::fully_connected_f32, KernelId::fully_connected_f32_f16,
                             KernelId::fully_connected_f32_s8);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (!node.graph().quant(node.input(1)))
    return unsupported("the weights are not quantized", "Quantize the network to int8 or int16x8 first.");
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return lower_s16(node);
  return no_kernel(node, "f32 activations with f32, f16 or s8 weights, s8 or s16 activations with s8 weights");
}

constexpr KernelId kKernels[] = {KernelId::fully_connected_s8, KernelId::fully_connected_s16, KernelId::fully_connected_f32,
                                 KernelId::fully_connected_f32_f16, KernelId::fully_connected_f32_s8};

}  // namespace

const OpDef op_fully_connected{.doc = "matrix [O, C] times each row of the input",
                               .min_inputs = 2,
                               .max_inputs = 3,
                               .attrs = kAttrs,
                               .infer_shape = infer_shape,
                               .cost = cost,
                               .lower = lower,
                               .kernels = kKernels,
                               .quant = weighted_along(0)};

}  // namespace thimble
