#include "core/base/text.h"
#include "core/ops/convolution_shared.h"

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
  const Shape& out = node.out_shape();
  Params params = convolution_sizes<Params>(node, out[1], out[2]);
  params.out_c = int32_of(out[3]);
  params.stride_h = int32_of(node.integer("stride_h")), params.stride_w = int32_of(node.integer("stride_w"));
  params.pad_top = int32_of(node.integer("pad_top")), params.pad_left = int32_of(node.integer("pad_left"));
  return params;
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) {
    const FloatKernels kernels{KernelId::transpose_conv2d_f32, KernelId::transpose_conv2d_f32_f16, KernelId::transpose_conv2d_f32_s8};
    return float_convolution(node, geometry_of<thimble_transpose_conv2d_f32_params>(node), kernels, 0);
  }
  const DType in = node.in_dtype(0), out = node.out_dtype();
  if (in == DType::s8 && out == DType::s8)
    return integer_convolution(node, geometry_of<thimble_transpose_conv2d_s8_params>(node), KernelId::transpose_conv2d_s8, 0);
  if (in == DType::s16 && out == DType::s16)
    return integer_convolution(node, geometry_of<thimble_transpose_conv2d_s16_params>(node), KernelId::transpose_conv2d_s16, 0);
  return no_kernel(node, kConvolutionTypes);
}

constexpr KernelId kKernels[] = {KernelId::transpose_conv2d_s8, KernelId::transpose_conv2d_s16, KernelId::transpose_conv2d_f32,
                                 KernelId::transpose_conv2d_f32_f16, KernelId::transpose_conv2d_f32_s8};

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
