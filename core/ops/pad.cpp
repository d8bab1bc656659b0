#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/pad_f32.h"
#include "core/kernels/device/pad_s16.h"
#include "core/kernels/device/pad_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "pads", .type = AttrType::integers}, {.name = "value", .type = AttrType::real}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  Shape out = node.in_shape(0);
  const auto pads = node.integers("pads");
  if (pads.size() != 2 * out.size()) return bad_data(format("%zu paddings, expected two a dimension of ", pads.size()) + shape_text(out));
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (pads[2 * i] < 0 || pads[2 * i + 1] < 0 || pads[2 * i] > kMaxElements || pads[2 * i + 1] > kMaxElements)
      return bad_data("a padding is negative or too large");
    out[i] += pads[2 * i] + pads[2 * i + 1];
  }
  return std::vector<Shape>{out};
}

// Dimensions that are not padded join their neighbour, so that more than four rarely remain.
struct PadDim {
  std::int64_t in, before, after;
};

std::vector<PadDim> merged_dims(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto pads = node.integers("pads");
  std::vector<PadDim> dims;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const PadDim dim{in[i], pads[2 * i], pads[2 * i + 1]};
    const bool plain = dim.before == 0 && dim.after == 0;
    if (plain && !dims.empty()) {
      dims.back() = {dims.back().in * dim.in, dims.back().before * dim.in, dims.back().after * dim.in};
    } else {
      dims.push_back(dim);
    }
  }
  return dims;
}

// The border's number in the tensor's scale.
Result<std::int32_t> border_of(const NodeView& node) {
  std::int32_t number = static_cast<std::int32_t>(node.real("value"));
  if (node.graph().quant(node.input(0))) {
    THIMBLE_TRY(const TensorScale scale, input_scale(node, 0));
    const auto [low, high] = integer_limits(node.in_dtype(0));
    const double rounded = scale.zero_point + std::round(node.real("value") / scale.scale);
    number = static_cast<std::int32_t>(std::clamp(rounded, static_cast<double>(low), static_cast<double>(high)));
  }
  return number;
}

// `width` bytes count as one element of the kernel.
template <class Params, class Border>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel, std::int64_t width, Border border) {
  std::vector<PadDim> dims = merged_dims(node);
  if (dims.empty()) dims.push_back({1, 0, 0});
  dims.back() = {dims.back().in * width, dims.back().before * width, dims.back().after * width};
  if (dims.size() > 4) return unsupported("padding of more than four separate dimensions");
  while (dims.size() < 4) dims.insert(dims.begin(), {1, 0, 0});
  const auto out = [&](std::size_t i) { return int32_of(dims[i].before + dims[i].in + dims[i].after); };
  const Params params{.in_0 = int32_of(dims[0].in),
                      .in_1 = int32_of(dims[1].in),
                      .in_2 = int32_of(dims[2].in),
                      .in_3 = int32_of(dims[3].in),
                      .out_0 = out(0),
                      .out_1 = out(1),
                      .out_2 = out(2),
                      .out_3 = out(3),
                      .before_0 = int32_of(dims[0].before),
                      .before_1 = int32_of(dims[1].before),
                      .before_2 = int32_of(dims[2].before),
                      .before_3 = int32_of(dims[3].before),
                      .value = border};
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_same_numbers(node));
  if (computes_floats(node)) return call_of<thimble_pad_f32_params>(node, KernelId::pad_f32, 1, static_cast<float>(node.real("value")));
  THIMBLE_TRY(const std::int32_t border, border_of(node));
  if (node.in_dtype(0) == DType::s16) return call_of<thimble_pad_s16_params>(node, KernelId::pad_s16, 1, border);
  const std::int64_t width = dtype_bytes(node.in_dtype(0));
  // Wider elements are padded as bytes, which is right for a border of zeros only.
  if (width > 1 && border != 0)
    return unsupported("a border other than zero around elements of type " + std::string(dtype_name(node.in_dtype(0))));
  return call_of<thimble_pad_s8_params>(node, KernelId::pad_s8, width, border);
}

constexpr KernelId kKernels[] = {KernelId::pad_s8, KernelId::pad_s16, KernelId::pad_f32};

}  // namespace

const OpDef op_pad{.doc = "a border of one constant value; pads = before, after of each dimension",
                   .attrs = kAttrs,
                   .infer_shape = infer_shape,
                   .cost = data_movement_cost,
                   .lower = lower,
                   .kernels = kKernels,
                   .quant = kSameScale};

}  // namespace thimble
