#include <algorithm>
#include <cmath>

#include "core/ops/resize_shared.h"

extern "C" {
#include "core/kernels/device/resize_nearest_s8.h"
}

namespace thimble {
namespace {

// Without `rounding`: floor, but with align_corners or half_pixel_centers halves go up, as in TensorFlow Lite.
constexpr std::string_view kRoundings[] = {"by_mode", "floor", "ceil", "round_prefer_floor", "round_prefer_ceil"};
constexpr AttrSpec kAttrs[] = {kResizeOutH,
                               kResizeOutW,
                               kAlignCorners,
                               kHalfPixelCenters,
                               kScaleH,
                               kScaleW,
                               {.name = "rounding", .type = AttrType::text, .choices = kRoundings, .text = "by_mode"}};

// In floats, as the reference.
float nearest_by_mode(const ResizeAxis& axis, std::int64_t i) {
  const float at = (static_cast<float>(i) + (axis.half_pixel_centers ? 0.5F : 0.0F)) * resize_step(axis);
  return axis.align_corners ? std::round(at) : std::floor(at);
}

double rounded(double at, std::string_view rounding) {
  if (rounding == "floor") return std::floor(at);
  if (rounding == "ceil") return std::ceil(at);
  return rounding == "round_prefer_floor" ? std::ceil(at - 0.5) : std::floor(at + 0.5);
}

// The input's row or column for each of the output's.
ConstantArray nearest_of(const ResizeAxis& axis, std::string_view rounding) {
  const double step = axis.align_corners && axis.out > 1 ? static_cast<double>(axis.in - 1) / static_cast<double>(axis.out - 1)
                      : axis.scale > 0                   ? 1.0 / axis.scale
                                                         : static_cast<double>(axis.in) / static_cast<double>(axis.out);
  std::vector<std::int32_t> out;
  for (std::int64_t i = 0; i < axis.out; ++i) {
    const double place = static_cast<double>(i);
    const double at = axis.half_pixel_centers ? (place + 0.5) * step - 0.5 : place * step;
    const double nearest = rounding == "by_mode" ? static_cast<double>(nearest_by_mode(axis, i)) : rounded(at, rounding);
    out.push_back(static_cast<std::int32_t>(std::clamp(nearest, 0.0, static_cast<double>(axis.in - 1))));
  }
  return {ElementType::s32, Blob::of(out)};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_same_numbers(node));
  const Shape& in = node.in_shape(0);
  const thimble_resize_nearest_s8_params params{.batches = int32_of(in[0]),
                                                .in_h = int32_of(in[1]),
                                                .in_w = int32_of(in[2]),
                                                .out_h = int32_of(node.integer("out_h")),
                                                .out_w = int32_of(node.integer("out_w")),
                                                .pixel = int32_of(in[3] * dtype_bytes(node.in_dtype(0)))};
  const std::string_view rounding = node.text("rounding");
  return std::vector<KernelCall>{unary_call(KernelId::resize_nearest_s8, params_of(params),
                                            {nearest_of(resize_rows(node), rounding), nearest_of(resize_columns(node), rounding)})};
}

constexpr KernelId kKernels[] = {KernelId::resize_nearest_s8};

}  // namespace

const OpDef op_resize_nearest{.doc = "an image of another size, each element a copy of the nearest one",
                              .attrs = kAttrs,
                              .infer_shape = infer_resize_shape,
                              .cost = data_movement_cost,
                              .lower = lower,
                              .kernels = kKernels,
                              .quant = kSameScale};

}  // namespace thimble
