#include "tests/support/emitted_cases.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

extern "C" {
#include "core/kernels/device/add_s8.h"
#include "core/kernels/device/average_pool2d_s8.h"
#include "core/kernels/device/conv2d_s8.h"
#include "core/kernels/device/depthwise_conv2d_s8.h"
#include "core/kernels/device/fully_connected_s8.h"
#include "core/kernels/device/max_pool2d_s8.h"
#include "core/kernels/device/mean_s8.h"
#include "core/kernels/device/mul_s8.h"
#include "core/kernels/device/sub_s8.h"
}

namespace thimble::test {
namespace {

struct Constants {
  std::vector<std::int8_t> weights, shift;
  std::vector<std::int32_t> bias, multiplier;

  std::vector<ConstantArray> arrays() const {
    return {{ElementType::s8, Blob::of(weights)},
            {ElementType::s32, Blob::of(bias)},
            {ElementType::s32, Blob::of(multiplier)},
            {ElementType::s8, Blob::of(shift)}};
  }
};

Constants random_constants(Rng& rng, std::int64_t channels, std::int64_t depth, Scales scales) {
  Constants out;
  // Sums of `depth` products of random bytes spread by about 5400 * sqrt(depth); scaled to 60, most outputs are inside int8.
  const int right = static_cast<int>(std::lround(std::log2(5400.0 * std::sqrt(static_cast<double>(depth)) / 60.0)));
  for (std::int64_t c = 0; c < channels; ++c) {
    for (std::int64_t k = 0; k < depth; ++k) out.weights.push_back(static_cast<std::int8_t>(rng.uniform(-127, 127)));
    out.bias.push_back(static_cast<std::int32_t>(rng.uniform(-20000, 20000)));
    std::int32_t multiplier = static_cast<std::int32_t>(rng.uniform(std::int64_t{1} << 30, (std::int64_t{1} << 31) - 1));
    std::int64_t shift = -std::max<std::int64_t>(right + rng.uniform(-2, 1), 1);
    if (scales == Scales::ties) multiplier = rng.uniform(0, 2) == 0 ? (3 << 29) : (1 << 30);
    if (scales == Scales::extreme) {
      shift = rng.uniform(-31, 3);
      if (rng.uniform(0, 3) == 0) multiplier = 0;
    }
    if (scales == Scales::uniform && c > 0) {
      multiplier = out.multiplier.front();
      shift = out.shift.front();
    }
    out.multiplier.push_back(multiplier);
    out.shift.push_back(static_cast<std::int8_t>(shift));
  }
  return out;
}

struct Extent {
  std::int32_t out, pad;
};

Extent window(std::int32_t in, std::int32_t filter, std::int32_t stride, std::int32_t dilation, Padding padding) {
  const std::int32_t reach = (filter - 1) * dilation + 1;
  if (padding == Padding::valid) return {(in - reach) / stride + 1, 0};
  const std::int32_t out = (in + stride - 1) / stride;
  return {out, std::max((out - 1) * stride + reach - in, 0) / 2};
}

std::string shape_name(const char* op, const ConvShape& s, const LayerOptions& o) {
  return format("%s %dx%dx%dx%d->%d k%dx%d s%dx%d d%dx%d %s z%d,%d%s scales%d", op, s.batches, s.in_h, s.in_w, s.in_c, s.out_c, s.filter_h,
                s.filter_w, s.stride_h, s.stride_w, s.dilation_h, s.dilation_w, s.padding == Padding::same ? "same" : "valid",
                o.in_zero_point, o.out_zero_point, o.relu ? " relu" : "", static_cast<int>(o.scales));
}

}  // namespace

EmittedCase conv2d_case(Rng& rng, const ConvShape& s, const LayerOptions& o) {
  const Extent y = window(s.in_h, s.filter_h, s.stride_h, s.dilation_h, s.padding);
  const Extent x = window(s.in_w, s.filter_w, s.stride_w, s.dilation_w, s.padding);
  const thimble_conv2d_s8_params p{s.batches,
                                   s.in_h,
                                   s.in_w,
                                   s.in_c,
                                   y.out,
                                   x.out,
                                   s.out_c,
                                   s.filter_h,
                                   s.filter_w,
                                   1,
                                   s.stride_h,
                                   s.stride_w,
                                   s.dilation_h,
                                   s.dilation_w,
                                   y.pad,
                                   x.pad,
                                   o.in_zero_point,
                                   o.out_zero_point,
                                   o.relu ? o.out_zero_point : -128,
                                   127};
  const Constants constants = random_constants(rng, s.out_c, std::int64_t{s.filter_h} * s.filter_w * s.in_c, o.scales);
  return {shape_name("conv2d", s, o),
          {KernelId::conv2d_s8, params_of(p), {0}, constants.arrays(), {0}},
          {std::int64_t{s.batches} * s.in_h * s.in_w * s.in_c},
          std::int64_t{s.batches} * y.out * x.out * s.out_c};
}

EmittedCase depthwise_case(Rng& rng, const ConvShape& s, const LayerOptions& o) {
  const Extent y = window(s.in_h, s.filter_h, s.stride_h, s.dilation_h, s.padding);
  const Extent x = window(s.in_w, s.filter_w, s.stride_w, s.dilation_w, s.padding);
  const thimble_depthwise_conv2d_s8_params p{s.batches,
                                             s.in_h,
                                             s.in_w,
                                             s.in_c,
                                             y.out,
                                             x.out,
                                             s.out_c / s.in_c,
                                             s.filter_h,
                                             s.filter_w,
                                             s.stride_h,
                                             s.stride_w,
                                             s.dilation_h,
                                             s.dilation_w,
                                             y.pad,
                                             x.pad,
                                             o.in_zero_point,
                                             o.out_zero_point,
                                             o.relu ? o.out_zero_point : -128,
                                             127};
  const Constants constants = random_constants(rng, s.out_c, std::int64_t{s.filter_h} * s.filter_w, o.scales);
  return {shape_name("depthwise", s, o),
          {KernelId::depthwise_conv2d_s8, params_of(p), {0}, constants.arrays(), {0}},
          {std::int64_t{s.batches} * s.in_h * s.in_w * s.in_c},
          std::int64_t{s.batches} * y.out * x.out * s.out_c};
}

EmittedCase fully_connected_case(Rng& rng, std::int32_t batches, std::int32_t in_c, std::int32_t out_c, const LayerOptions& o) {
  const std::int32_t low_end = o.relu ? o.out_zero_point : -128;
  const thimble_fully_connected_s8_params p{batches, in_c, out_c, o.in_zero_point, 0, o.out_zero_point, low_end, 127};
  const Constants constants = random_constants(rng, out_c, in_c, o.scales);
  std::vector<ConstantArray> arrays = constants.arrays();
  // The lower half of the scale; none where sums are to fall on ties.
  std::vector<std::int32_t> low;
  for (std::size_t i = 0; i < constants.multiplier.size(); ++i) {
    const bool none = o.scales == Scales::ties || constants.multiplier[i] == 0;
    low.push_back(none ? 0 : o.scales == Scales::uniform && i > 0 ? low[0] : static_cast<std::int32_t>(rng.uniform(0, INT32_MAX)));
  }
  arrays.insert(arrays.begin() + 3, {ElementType::s32, Blob::of(low)});
  const std::string name = format("fully_connected %dx%d->%d z%d,%d%s scales%d", batches, in_c, out_c, o.in_zero_point, o.out_zero_point,
                                  o.relu ? " relu" : "", static_cast<int>(o.scales));
  return {
      name, {KernelId::fully_connected_s8, params_of(p), {0}, arrays, {0}}, {std::int64_t{batches} * in_c}, std::int64_t{batches} * out_c};
}

namespace {

// Both pooling kernels have the same params.
template <class Params>
EmittedCase pool_case(const char* op, KernelId kernel, const ConvShape& s, std::int32_t out_min, std::int32_t out_max) {
  const Extent y = window(s.in_h, s.filter_h, s.stride_h, 1, s.padding);
  const Extent x = window(s.in_w, s.filter_w, s.stride_w, 1, s.padding);
  const Params p{s.batches,  s.in_h,     s.in_w,     s.in_c, y.out, x.out,   s.filter_h,
                 s.filter_w, s.stride_h, s.stride_w, y.pad,  x.pad, out_min, out_max};
  return {shape_name(op, s, {}),
          {kernel, params_of(p), {0}, {}, {0}},
          {std::int64_t{s.batches} * s.in_h * s.in_w * s.in_c},
          std::int64_t{s.batches} * y.out * x.out * s.in_c};
}

struct Multiplier {
  std::int32_t multiplier, shift;
};

Multiplier multiplier_of(double real) {
  int exponent = 0;
  const double fraction = std::frexp(real, &exponent);
  const auto rounded = std::llround(std::ldexp(fraction, 31));
  if (rounded == std::int64_t{1} << 31) return {1 << 30, exponent + 1};
  return {static_cast<std::int32_t>(rounded), exponent};
}

template <class Params>
EmittedCase sum_case(const char* op, KernelId kernel, std::int32_t count, const ElementwiseScales& s) {
  const double twice_max = 2 * std::max(s.a, s.b);
  const Multiplier a = multiplier_of(s.a / twice_max), b = multiplier_of(s.b / twice_max), out = multiplier_of(twice_max / (1 << 20));
  const Params p{1,
                 1,
                 1,
                 count,
                 count,
                 count,
                 count,
                 1,
                 count,
                 count,
                 count,
                 1,
                 20,
                 s.a_zero_point,
                 a.multiplier,
                 a.shift,
                 s.b_zero_point,
                 b.multiplier,
                 b.shift,
                 s.out_zero_point,
                 out.multiplier,
                 out.shift,
                 s.relu ? s.out_zero_point : -128,
                 127};
  return {format("%s %d %g %g z%d,%d,%d", op, count, s.a, s.b, s.a_zero_point, s.b_zero_point, s.out_zero_point),
          {kernel, params_of(p), {0, 1}, {}, {0}},
          {count, count},
          count};
}

}  // namespace

EmittedCase average_pool_case(const ConvShape& shape, std::int32_t out_min, std::int32_t out_max) {
  return pool_case<thimble_average_pool2d_s8_params>("average_pool2d", KernelId::average_pool2d_s8, shape, out_min, out_max);
}
EmittedCase max_pool_case(const ConvShape& shape, std::int32_t out_min, std::int32_t out_max) {
  return pool_case<thimble_max_pool2d_s8_params>("max_pool2d", KernelId::max_pool2d_s8, shape, out_min, out_max);
}

EmittedCase mean_case(Rng& rng, std::int32_t outer, std::int32_t count, std::int32_t inner) {
  const Multiplier scale = multiplier_of((0.5 + rng.unit()) / count);
  const thimble_mean_s8_params p{outer,
                                 count,
                                 inner,
                                 static_cast<std::int32_t>(rng.uniform(-128, 127)),
                                 scale.multiplier,
                                 scale.shift,
                                 static_cast<std::int32_t>(rng.uniform(-128, 127))};
  return {format("mean %dx%dx%d", outer, count, inner),
          {KernelId::mean_s8, params_of(p), {0}, {}, {0}},
          {std::int64_t{outer} * count * inner},
          std::int64_t{outer} * inner};
}

EmittedCase add_case(std::int32_t count, const ElementwiseScales& s) {
  return sum_case<thimble_add_s8_params>("add", KernelId::add_s8, count, s);
}
EmittedCase sub_case(std::int32_t count, const ElementwiseScales& s) {
  return sum_case<thimble_sub_s8_params>("sub", KernelId::sub_s8, count, s);
}

EmittedCase mul_case(std::int32_t count, const ElementwiseScales& s) {
  const Multiplier out = multiplier_of(s.a * s.b);
  const thimble_mul_s8_params p{1,
                                1,
                                1,
                                count,
                                count,
                                count,
                                count,
                                1,
                                count,
                                count,
                                count,
                                1,
                                s.a_zero_point,
                                s.b_zero_point,
                                s.out_zero_point,
                                out.multiplier,
                                out.shift,
                                s.relu ? s.out_zero_point : -128,
                                127};
  return {format("mul %d %g %g", count, s.a, s.b), {KernelId::mul_s8, params_of(p), {0, 1}, {}, {0}}, {count, count}, count};
}

std::vector<EmittedCase> kws_layers(Rng& rng) {
  std::vector<EmittedCase> out;
  out.push_back(conv2d_case(rng, {49, 10, 1, 64, 10, 4, 2, 2}, {.in_zero_point = 83}));
  for (int i = 0; i < 4; ++i) {
    out.push_back(depthwise_case(rng, {25, 5, 64, 64, 3, 3, 1, 1}, {}));
    out.push_back(conv2d_case(rng, {25, 5, 64, 64, 1, 1, 1, 1}, {}));
  }
  out.push_back(average_pool_case({25, 5, 64, 64, 25, 5, 25, 5, Padding::valid}, -128, 127));
  out.push_back(fully_connected_case(rng, 1, 64, 12, {.relu = false, .out_zero_point = 14}));
  return out;
}

std::vector<EmittedCase> ic_layers(Rng& rng) {
  std::vector<EmittedCase> out;
  const LayerOptions linear{.relu = false, .out_zero_point = 4};
  out.push_back(conv2d_case(rng, {32, 32, 3, 16, 3, 3, 1, 1}, {}));
  out.push_back(conv2d_case(rng, {32, 32, 16, 16, 3, 3, 1, 1}, {}));
  out.push_back(conv2d_case(rng, {32, 32, 16, 16, 3, 3, 1, 1}, linear));
  const ElementwiseScales scales{.a = 0.71, .b = 0.93, .a_zero_point = -128, .b_zero_point = 4, .out_zero_point = -128, .relu = true};
  out.push_back(add_case(32 * 32 * 16, scales));
  out.push_back(conv2d_case(rng, {32, 32, 16, 32, 3, 3, 2, 2}, {}));
  out.push_back(conv2d_case(rng, {16, 16, 32, 32, 3, 3, 1, 1}, linear));
  out.push_back(conv2d_case(rng, {32, 32, 16, 32, 1, 1, 2, 2}, linear));
  out.push_back(add_case(16 * 16 * 32, {.a = 0.37, .b = 1.21, .a_zero_point = 7, .b_zero_point = 4, .out_zero_point = -128, .relu = true}));
  out.push_back(conv2d_case(rng, {16, 16, 32, 64, 3, 3, 2, 2}, {}));
  out.push_back(conv2d_case(rng, {8, 8, 64, 64, 3, 3, 1, 1}, linear));
  out.push_back(conv2d_case(rng, {16, 16, 32, 64, 1, 1, 2, 2}, linear));
  out.push_back(add_case(8 * 8 * 64, {.a = 0.58, .b = 0.44, .a_zero_point = -9, .b_zero_point = 4, .out_zero_point = -128, .relu = true}));
  out.push_back(average_pool_case({8, 8, 64, 64, 8, 8, 8, 8, Padding::valid}, -128, 127));
  out.push_back(fully_connected_case(rng, 1, 64, 10, linear));
  return out;
}

std::vector<EmittedCase> ad_layers(Rng& rng) {
  const std::int32_t widths[] = {640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640};
  std::vector<EmittedCase> out;
  for (std::size_t i = 0; i + 1 < std::size(widths); ++i) {
    const bool last = i + 2 == std::size(widths);
    out.push_back(fully_connected_case(
        rng, 1, widths[i], widths[i + 1],
        {.scales = Scales::uniform, .relu = !last, .in_zero_point = i == 0 ? 89 : -128, .out_zero_point = last ? 96 : -128}));
  }
  return out;
}

}  // namespace thimble::test
