#include "core/base/text.h"
#include "core/ops/convolution_shared.h"

extern "C" {
#include "core/kernels/device/conv2d_f32.h"
#include "core/kernels/device/conv2d_s16.h"
#include "core/kernels/device/conv2d_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  THIMBLE_TRY_VOID(expect_rank(node, 1, 4));
  const Shape& in = node.in_shape(0);
  const Shape& filter = node.in_shape(1);  // OHWI
  if (in[3] < 1 || filter[3] < 1 || in[3] % filter[3] != 0 || filter[0] % (in[3] / filter[3]) != 0) {
    return bad_data(cat("input channels (", in[3], ") and output channels (", filter[0],
                        ") are not multiples of the groups that a filter of ", filter[3], " channels implies"));
  }
  THIMBLE_TRY(const Window w, window_of(node, filter[1], filter[2]));
  return std::vector<Shape>{{in[0], w.out_h, w.out_w, filter[0]}};
}

NodeCost cost(const NodeView& node) {
  const Shape& filter = node.in_shape(1);
  const std::int64_t outputs = node.graph().value_elements(node.output());
  const bool pointwise = filter[1] == 1 && filter[2] == 1;
  return {pointwise ? WorkKind::pointwise : WorkKind::conv, outputs * filter[1] * filter[2] * filter[3], outputs};
}

template <class Params>
Result<Params> geometry_of(const NodeView& node) {
  THIMBLE_TRY(Params params, sliding_convolution<Params>(node));
  params.out_c = int32_of(node.in_shape(1)[0]), params.groups = int32_of(node.in_shape(0)[3] / node.in_shape(1)[3]);
  return params;
}

template <class Params>
Result<std::vector<KernelCall>> lower_integer(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const auto params, geometry_of<Params>(node));
  return integer_convolution(node, params, kernel, 0);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) {
    THIMBLE_TRY(const auto params, geometry_of<thimble_conv2d_f32_params>(node));
    return float_convolution(node, params, {KernelId::conv2d_f32, KernelId::conv2d_f32_f16, KernelId::conv2d_f32_s8}, 0);
  }
  const DType in = node.in_dtype(0), out = node.out_dtype();
  if (in == DType::s8 && out == DType::s8) return lower_integer<thimble_conv2d_s8_params>(node, KernelId::conv2d_s8);
  if (in == DType::s16 && out == DType::s16) return lower_integer<thimble_conv2d_s16_params>(node, KernelId::conv2d_s16);
  return no_kernel(node, kConvolutionTypes);
}

constexpr KernelId kKernels[] = {KernelId::conv2d_s8, KernelId::conv2d_s16, KernelId::conv2d_f32, KernelId::conv2d_f32_f16,
                                 KernelId::conv2d_f32_s8};

}  // namespace

const OpDef op_conv2d{.doc = "2-D convolution of NHWC input with OHWI weights; groups are implied by the channel counts",
                      .min_inputs = 2,
                      .max_inputs = 3,
                      .attrs = kWindowAttrs,
                      .infer_shape = infer_shape,
                      .cost = cost,
                      .lower = lower,
                      .kernels = kKernels,
                      .quant = weighted_along(0)};

}  // namespace thimble
