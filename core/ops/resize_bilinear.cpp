#include <algorithm>
#include <cmath>

#include "core/ops/float_shared.h"
#include "core/ops/resize_shared.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_f32.h"
#include "core/kernels/device/resize_bilinear_s16.h"
#include "core/kernels/device/resize_bilinear_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {kResizeOutH, kResizeOutW, kAlignCorners, kHalfPixelCenters, kScaleH, kScaleW};

// Of every output row or column: the two of the input around it, and how far it lies behind the first, in 1/1024.
ConstantArray integer_neighbours(const ResizeAxis& axis) {
  constexpr std::int64_t kOne = 1024;
  const bool corners = axis.align_corners && axis.out > 1;
  const std::int64_t in = corners ? axis.in - 1 : axis.in, out = corners ? axis.out - 1 : axis.out;
  const std::int64_t step = !corners && axis.scale > 0 ? std::llround(kOne / axis.scale) : (kOne * in + out / 2) / out;
  std::vector<std::int32_t> table;
  for (std::int64_t i = 0; i < axis.out; ++i) {
    const std::int64_t at = i * step + (axis.half_pixel_centers ? step / 2 - kOne / 2 : 0);
    const std::int64_t low = std::clamp<std::int64_t>(at / kOne, 0, axis.in - 1);
    const std::int64_t high = std::clamp<std::int64_t>((at + kOne - 1) / kOne, 0, axis.in - 1);
    // Beyond the edge both are one pixel, of which any parts make the same.
    for (const std::int64_t number : {low, high, low == high ? 0 : at - low * kOne}) table.push_back(int32_of(number));
  }
  return {ElementType::s32, Blob::of(table)};
}

// The same in floats: neighbours, then parts.
std::vector<ConstantArray> real_neighbours(const ResizeAxis& axis) {
  const float step = resize_step(axis);
  std::vector<std::int32_t> neighbours;
  std::vector<float> parts;
  for (std::int64_t i = 0; i < axis.out; ++i) {
    const float at = axis.half_pixel_centers ? (static_cast<float>(i) + 0.5F) * step - 0.5F : static_cast<float>(i) * step;
    const auto inside = [&](float place) { return static_cast<std::int32_t>(std::clamp(place, 0.0F, static_cast<float>(axis.in - 1))); };
    const std::int32_t low = inside(std::floor(at)), high = inside(std::ceil(at));
    neighbours.push_back(low);
    neighbours.push_back(high);
    parts.push_back(low == high ? 0.0F : at - static_cast<float>(low));
  }
  return {{ElementType::s32, Blob::of(neighbours)}, {ElementType::f32, Blob::of(parts)}};
}

template <class Params>
std::vector<std::int32_t> params_for(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  return params_of(Params{.batches = int32_of(in[0]),
                          .in_h = int32_of(in[1]),
                          .in_w = int32_of(in[2]),
                          .channels = int32_of(in[3]),
                          .out_h = int32_of(node.integer("out_h")),
                          .out_w = int32_of(node.integer("out_w"))});
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  std::vector<ConstantArray> constants = real_neighbours(resize_rows(node));
  for (ConstantArray& array : real_neighbours(resize_columns(node))) constants.push_back(std::move(array));
  return std::vector<KernelCall>{
      unary_call(KernelId::resize_bilinear_f32, params_for<thimble_resize_bilinear_f32_params>(node), std::move(constants))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  const DType type = node.in_dtype(0);
  if (type != node.out_dtype() || (type != DType::s8 && type != DType::s16)) return no_kernel(node, "f32, s8 or s16");
  THIMBLE_TRY_VOID(expect_same_scale(node));
  const bool narrow = type == DType::s8;
  return std::vector<KernelCall>{
      unary_call(narrow ? KernelId::resize_bilinear_s8 : KernelId::resize_bilinear_s16,
                 narrow ? params_for<thimble_resize_bilinear_s8_params>(node) : params_for<thimble_resize_bilinear_s16_params>(node),
                 {integer_neighbours(resize_rows(node)), integer_neighbours(resize_columns(node))})};
}

constexpr KernelId kKernels[] = {KernelId::resize_bilinear_s8, KernelId::resize_bilinear_s16, KernelId::resize_bilinear_f32};

}  // namespace

const OpDef op_resize_bilinear{.doc = "an image of another size, each element between the four around it",
                               .attrs = kAttrs,
                               .infer_shape = infer_resize_shape,
                               .cost = elementwise_cost,
                               .lower = lower,
                               .kernels = kKernels,
                               .quant = kSameScale};

}  // namespace thimble
