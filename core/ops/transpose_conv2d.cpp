#include "core/base/text.h"
#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/transpose_conv2d_f32.h"
#include "core/kernels/device/transpose_conv2d_s16.h"
#include "core/kernels/device/transpose_conv2d_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {count_attr("stride_h", 1, 1),  count_attr("stride_w", 1, 1),   count_attr("pad_top", 0, 0),
                               count_attr("pad_left", 0, 0),  count_attr("pad_bottom", 0, 0), count_attr("pad_right", 0, 0),
                               count_attr("out_pad_h", 0, 0), count_attr("out_pad_w", 0, 0),  kActivationAttr};

// Every input position spreads a filter over the output, `stride` apart; the border is cut off, out_pad is added behind.
std::int64_t out_size(std::int64_t in, std::int64_t filter, std::int64_t stride, std::int64_t pads, std::int64_t out_pad) {
  return (in - 1) * stride + filter - pads + out_pad;
}

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  THIMBLE_TRY_VOID(expect_rank(node, 1, 4));
  const Shape& in = node.in_shape(0);
  const Shape& filter = node.in_shape(1);  // OHWI
  if (in[3] < 1 || filter[0] < 1 || filter[1] < 1 || filter[2] < 1 || filter[3] != in[3])
    return bad_data("weights of shape " + shape_text(filter) + ", expected [outputs, height, width, inputs] for an input of " +
                    shape_text(in));
  const auto attr = [&](std::string_view name) { return node.integer(name); };
  const std::int64_t out_h = out_size(in[1], filter[1], attr("stride_h"), attr("pad_top") + attr("pad_bottom"), attr("out_pad_h"));
  const std::int64_t out_w = out_size(in[2], filter[2], attr("stride_w"), attr("pad_left") + attr("pad_right"), attr("out_pad_w"));
  if (in[1] < 1 || in[2] < 1 || out_h < 1 || out_w < 1) {
    return bad_data(
        format("the padding leaves an output of %lld x %lld from ", static_cast<long long>(out_h), static_cast<long long>(out_w)) +
        shape_text(in));
  }
  if (attr("out_pad_h") >= attr("stride_h") || attr("out_pad_w") >= attr("stride_w"))
    return bad_data("out_pad_h or out_pad_w as large as the stride, expected smaller");
  return std::vector<Shape>{{in[0], out_h, out_w, filter[0]}};
}

NodeCost cost(const NodeView& node) {
  const Shape& filter = node.in_shape(1);
  const std::int64_t macs = node.graph().value_elements(node.input(0)) * filter[0] * filter[1] * filter[2];
  return {WorkKind::conv, macs, node.graph().value_elements(node.output())};
}

template <class Params>
Params geometry_of(const NodeView& node) {
  const Shape &in = node.in_shape(0), &filter = node.in_shape(1), &out = node.out_shape();
  Params params{};
  params.batches = int32_of(in[0]), params.in_h = int32_of(in[1]), params.in_w = int32_of(in[2]), params.in_c = int32_of(in[3]);
  params.out_h = int32_of(out[1]), params.out_w = int32_of(out[2]), params.out_c = int32_of(out[3]);
  params.filter_h = int32_of(filter[1]), params.filter_w = int32_of(filter[2]);
  params.stride_h = int32_of(node.integer("stride_h")), params.stride_w = int32_of(node.integer("stride_w"));
  params.pad_top = int32_of(node.integer("pad_top")), params.pad_left = int32_of(node.integer("pad_left"));
  return params;
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  THIMBLE_TRY(const FloatWeights weights, float_weights(node, 0, node.out_shape()[3]));
  if (weights.storage != WeightStorage::f32) return no_kernel(node, "f32 weights, or s8 or s16 activations with s8 weights");
  auto params = geometry_of<thimble_transpose_conv2d_f32_params>(node);
  const FloatRange range = float_range(node.text("activation"));
  params.out_min = range.low, params.out_max = range.high;
  return std::vector<KernelCall>{unary_call(KernelId::transpose_conv2d_f32, params_of(params), weights.constants)};
}

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale from, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale to, output_scale(node));
  THIMBLE_TRY(const ActivationRange range, output_range(node, node.text("activation")));
  THIMBLE_TRY(ChannelScales scales, channel_scales(node, 0, node.out_shape()[3]));
  auto params = geometry_of<Params>(node);
  params.out_min = range.low, params.out_max = range.high;
  if constexpr (requires { params.in_zero_point; }) params.in_zero_point = from.zero_point, params.out_zero_point = to.zero_point;
  if constexpr (requires { params.accumulator_bits; })
    params.accumulator_bits = node.has_input(2) && node.in_dtype(2) == DType::s32 ? 32 : 64;
  return std::vector<KernelCall>{unary_call(kernel, params_of(params), {scales.weights, scales.bias, scales.multiplier, scales.shift})};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8)
    return call_of<thimble_transpose_conv2d_s8_params>(node, KernelId::transpose_conv2d_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16)
    return call_of<thimble_transpose_conv2d_s16_params>(node, KernelId::transpose_conv2d_s16);
  return no_kernel(node, "f32, or s8 or s16 activations with s8 weights");
}

constexpr KernelId kKernels[] = {KernelId::transpose_conv2d_s8, KernelId::transpose_conv2d_s16, KernelId::transpose_conv2d_f32};

}  // namespace

const OpDef op_transpose_conv2d{.doc = "2-D transposed convolution of NHWC input with OHWI weights",
                                .min_inputs = 2,
                                .max_inputs = 3,
                                .attrs = kAttrs,
                                .infer_shape = infer_shape,
                                .cost = cost,
                                .lower = lower,
                                .kernels = kKernels,
                                .quant = weighted_along(0)};

}  // namespace thimble
