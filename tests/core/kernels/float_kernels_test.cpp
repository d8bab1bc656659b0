// Float kernels against the same formulas in double precision. A sum of n products may be off by n roundings of the sum of
// magnitudes; everything else by a few roundings.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/half.h"
#include "tests/core/kernels/window_cases.h"
#include "tests/support/random.h"

extern "C" {
#include "core/kernels/device/add_f32.h"
#include "core/kernels/device/average_pool2d_f32.h"
#include "core/kernels/device/conv2d_f32.h"
#include "core/kernels/device/depthwise_conv2d_f32.h"
#include "core/kernels/device/fully_connected_f32.h"
#include "core/kernels/device/hard_swish_f32.h"
#include "core/kernels/device/leaky_relu_f32.h"
#include "core/kernels/device/logistic_f32.h"
#include "core/kernels/device/max_pool2d_f32.h"
#include "core/kernels/device/mean_f32.h"
#include "core/kernels/device/mul_f32.h"
#include "core/kernels/device/pad_f32.h"
#include "core/kernels/device/relu_f32.h"
#include "core/kernels/device/softmax_f32.h"
#include "core/kernels/device/sub_f32.h"
#include "core/kernels/device/tanh_f32.h"
#include "core/kernels/device/transpose_conv2d_f32.h"
}

namespace thimble::test {
namespace {

constexpr float kMax = std::numeric_limits<float>::max();
constexpr double kRounding = 0x1.0p-24;

// Weights in each way that they can be kept, with the reals that they stand for.
struct StoredFloats {
  std::vector<float> reals, plain, scale;
  std::vector<std::uint16_t> half;
  std::vector<std::int8_t> quantized;
  int form;  // 0: f32, 1: f16, 2: s8

  std::vector<const void*> constants(const void* bias) const {
    if (form == 0) return {plain.data(), bias};
    if (form == 1) return {half.data(), bias};
    return {quantized.data(), scale.data(), bias};
  }
};

// `channel_of(i)` is the output channel of element i.
template <class ChannelOf>
StoredFloats stored_floats(Rng& rng, int form, std::size_t count, std::size_t channels, ChannelOf channel_of) {
  StoredFloats out{.reals = {},
                   .plain = random_floats(rng, count),
                   .scale = random_floats(rng, channels, 0.01, 0.02),
                   .half = {},
                   .quantized = {},
                   .form = form};
  for (std::size_t i = 0; i < count; ++i) {
    out.half.push_back(half_of(out.plain[i]));
    out.quantized.push_back(static_cast<std::int8_t>(rng.uniform(-127, 127)));
    const float scaled = out.scale[channel_of(i)] * static_cast<float>(out.quantized[i]);
    out.reals.push_back(form == 0 ? out.plain[i] : form == 1 ? float_of_half(out.half[i]) : scaled);
  }
  return out;
}

void check_close(float got, double want, double low, double high, double bound) {
  const double clamped = std::min(std::max(want, low), high);
  CAPTURE(got, clamped, bound);
  REQUIRE(std::fabs(static_cast<double>(got) - clamped) <= bound);
}

constexpr KernelId kConv[] = {KernelId::conv2d_f32, KernelId::conv2d_f32_f16, KernelId::conv2d_f32_s8};
constexpr KernelId kDepthwise[] = {KernelId::depthwise_conv2d_f32, KernelId::depthwise_conv2d_f32_f16, KernelId::depthwise_conv2d_f32_s8};
constexpr KernelId kDense[] = {KernelId::fully_connected_f32, KernelId::fully_connected_f32_f16, KernelId::fully_connected_f32_s8};
constexpr KernelId kTransposed[] = {KernelId::transpose_conv2d_f32, KernelId::transpose_conv2d_f32_f16, KernelId::transpose_conv2d_f32_s8};

}  // namespace

TEST_CASE("conv2d_f32: the formula, for every way to keep weights", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 90; ++round) {
    auto p = with_geometry<thimble_conv2d_f32_params>(random_geometry(rng));
    p.groups = static_cast<std::int32_t>(rng.uniform(1, 3));
    const auto depth = static_cast<std::int32_t>(rng.uniform(1, 19));
    p.in_c = p.groups * depth, p.out_c = p.groups * static_cast<std::int32_t>(rng.uniform(1, 5));
    p.out_min = rng.uniform(0, 1) ? 0.0f : -kMax, p.out_max = rng.uniform(0, 1) ? 6.0f : kMax;
    const auto input = random_floats(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c));
    const std::int32_t filter_size = p.filter_h * p.filter_w * depth;
    const auto weights = stored_floats(rng, round % 3, static_cast<std::size_t>(p.out_c * filter_size), static_cast<std::size_t>(p.out_c),
                                       [&](std::size_t i) { return i / static_cast<std::size_t>(filter_size); });
    const auto bias = random_floats(rng, static_cast<std::size_t>(p.out_c));
    const bool biased = rng.uniform(0, 3) != 0;
    const auto out = run_kernel<float>(kConv[round % 3], p, {input.data()}, weights.constants(data_or_null(bias, biased)),
                                       positions(p) * static_cast<std::size_t>(p.out_c));
    for_outputs(p, p.out_c, [&](std::size_t i, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t oc) {
      const std::int32_t first = oc / (p.out_c / p.groups) * depth;
      const auto weight = [&](std::int32_t y, std::int32_t x, std::int32_t k) {
        return static_cast<double>(weights.reals[static_cast<std::size_t>(oc * filter_size + (y * p.filter_w + x) * depth + k)]);
      };
      const double sum = sum_of_taps<double>(p, input, 0.0f, p.in_c, n, oy, ox, first, depth, weight);
      const double want = biased ? sum + static_cast<double>(bias[static_cast<std::size_t>(oc)]) : sum;
      check_close(out[i], want, static_cast<double>(p.out_min), static_cast<double>(p.out_max),
                  (filter_size + 3) * (filter_size * 5.2 + 2) * kRounding);
    });
  }
}

TEST_CASE("depthwise_conv2d_f32: the formula, for every way to keep weights", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 90; ++round) {
    auto p = with_geometry<thimble_depthwise_conv2d_f32_params>(random_geometry(rng));
    p.in_c = static_cast<std::int32_t>(rng.uniform(1, 19)), p.depth_multiplier = static_cast<std::int32_t>(rng.uniform(1, 3));
    p.out_min = rng.uniform(0, 1) ? 0.0f : -kMax, p.out_max = rng.uniform(0, 1) ? 6.0f : kMax;
    const std::int32_t out_c = p.in_c * p.depth_multiplier, taps = p.filter_h * p.filter_w;
    const auto input = random_floats(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c));
    const auto weights = stored_floats(rng, round % 3, static_cast<std::size_t>(taps * out_c), static_cast<std::size_t>(out_c),
                                       [&](std::size_t i) { return i % static_cast<std::size_t>(out_c); });
    const auto bias = random_floats(rng, static_cast<std::size_t>(out_c));
    const auto out = run_kernel<float>(kDepthwise[round % 3], p, {input.data()}, weights.constants(bias.data()),
                                       positions(p) * static_cast<std::size_t>(out_c));
    for_outputs(p, out_c, [&](std::size_t i, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t oc) {
      const auto weight = [&](std::int32_t y, std::int32_t x, std::int32_t) {
        return static_cast<double>(weights.reals[static_cast<std::size_t>((y * p.filter_w + x) * out_c + oc)]);
      };
      const double sum = sum_of_taps<double>(p, input, 0.0f, p.in_c, n, oy, ox, oc / p.depth_multiplier, 1, weight);
      check_close(out[i], sum + static_cast<double>(bias[static_cast<std::size_t>(oc)]), static_cast<double>(p.out_min),
                  static_cast<double>(p.out_max), (taps + 3) * (taps * 5.2 + 2) * kRounding);
    });
  }
}

TEST_CASE("transpose_conv2d_f32: every input spreads its filter, for every way to keep weights", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 60; ++round) {
    const auto draw = [&](int low, int high) { return static_cast<std::int32_t>(rng.uniform(low, high)); };
    thimble_transpose_conv2d_f32_params p{};
    p.batches = draw(1, 2), p.in_h = draw(1, 5), p.in_w = draw(1, 5), p.in_c = draw(1, 9);
    p.out_c = draw(1, 5), p.filter_h = draw(1, 4), p.filter_w = draw(1, 4), p.stride_h = draw(1, 3), p.stride_w = draw(1, 3);
    p.pad_top = draw(0, p.filter_h - 1), p.pad_left = draw(0, p.filter_w - 1);
    p.out_h = std::max(1, (p.in_h - 1) * p.stride_h + p.filter_h - p.pad_top), p.out_w = std::max(1, (p.in_w - 1) * p.stride_w + 1);
    p.out_min = round % 2 ? 0.0f : -kMax, p.out_max = kMax;
    const auto at = [](std::int32_t index) { return static_cast<std::size_t>(index); };
    const auto input = random_floats(rng, at(p.batches * p.in_h * p.in_w * p.in_c));
    const std::int32_t filter_size = p.filter_h * p.filter_w * p.in_c;
    const auto weights =
        stored_floats(rng, round % 3, at(p.out_c * filter_size), at(p.out_c), [&](std::size_t i) { return i / at(filter_size); });
    const auto bias = random_floats(rng, at(p.out_c));
    std::vector<double> want(at(p.batches * p.out_h * p.out_w * p.out_c));
    for (std::size_t i = 0; i < want.size(); ++i) want[i] = static_cast<double>(bias[i % at(p.out_c)]);
    for (std::int32_t i = 0; i < p.batches * p.in_h * p.in_w; ++i) {
      const std::int32_t n = i / (p.in_h * p.in_w), iy = i / p.in_w % p.in_h, ix = i % p.in_w;
      for (std::int32_t tap = 0; tap < p.filter_h * p.filter_w; ++tap) {
        const std::int32_t oy = iy * p.stride_h + tap / p.filter_w - p.pad_top, ox = ix * p.stride_w + tap % p.filter_w - p.pad_left;
        if (oy < 0 || oy >= p.out_h || ox < 0 || ox >= p.out_w) continue;
        for (std::int32_t k = 0; k < p.out_c * p.in_c; ++k) {
          const std::int32_t oc = k / p.in_c, c = k % p.in_c;
          want[at(((n * p.out_h + oy) * p.out_w + ox) * p.out_c + oc)] +=
              static_cast<double>(input[at(i * p.in_c + c)]) * static_cast<double>(weights.reals[at(oc * filter_size + tap * p.in_c + c)]);
        }
      }
    }
    const auto out = run_kernel<float>(kTransposed[round % 3], p, {input.data()}, weights.constants(bias.data()), want.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      check_close(out[i], want[i], static_cast<double>(p.out_min), static_cast<double>(p.out_max),
                  (filter_size + 3) * (filter_size * 5.2 + 2) * kRounding);
    }
  }
}

TEST_CASE("fully_connected_f32: the formula, for every way to keep weights", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 60; ++round) {
    const thimble_fully_connected_f32_params p{.batches = static_cast<std::int32_t>(rng.uniform(1, 3)),
                                               .in_c = static_cast<std::int32_t>(rng.uniform(1, 70)),
                                               .out_c = static_cast<std::int32_t>(rng.uniform(1, 12)),
                                               .out_min = round % 2 ? 0.0f : -kMax,
                                               .out_max = kMax};
    const auto in_c = static_cast<std::size_t>(p.in_c), out_c = static_cast<std::size_t>(p.out_c);
    const auto input = random_floats(rng, static_cast<std::size_t>(p.batches) * in_c);
    const auto weights = stored_floats(rng, round % 3, in_c * out_c, out_c, [&](std::size_t i) { return i / in_c; });
    const auto bias = random_floats(rng, out_c);
    const auto out = run_kernel<float>(kDense[round % 3], p, {input.data()}, weights.constants(bias.data()),
                                       static_cast<std::size_t>(p.batches) * out_c);
    for (std::size_t i = 0; i < out.size(); ++i) {
      double want = static_cast<double>(bias[i % out_c]);
      for (std::size_t k = 0; k < in_c; ++k) {
        want += static_cast<double>(input[i / out_c * in_c + k]) * static_cast<double>(weights.reals[i % out_c * in_c + k]);
      }
      check_close(out[i], want, static_cast<double>(p.out_min), static_cast<double>(p.out_max),
                  (p.in_c + 3) * (p.in_c * 5.2 + 2) * kRounding);
    }
  }
}

TEST_CASE("pools of floats: mean and greatest of the taps inside", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 60; ++round) {
    Geometry g = random_geometry(rng);
    g.dilation_h = g.dilation_w = 1;
    g.pad_top = std::min(g.pad_top, g.filter_h - 1), g.pad_left = std::min(g.pad_left, g.filter_w - 1);
    // Every window has to reach the input.
    g.out_h = std::min(g.out_h, (g.in_h - 1 + g.pad_top) / g.stride_h + 1),
    g.out_w = std::min(g.out_w, (g.in_w - 1 + g.pad_left) / g.stride_w + 1);
    thimble_average_pool2d_f32_params a{.batches = g.batches,
                                        .in_h = g.in_h,
                                        .in_w = g.in_w,
                                        .channels = pick(rng, kSizes),
                                        .out_h = g.out_h,
                                        .out_w = g.out_w,
                                        .filter_h = g.filter_h,
                                        .filter_w = g.filter_w,
                                        .stride_h = g.stride_h,
                                        .stride_w = g.stride_w,
                                        .pad_top = g.pad_top,
                                        .pad_left = g.pad_left,
                                        .count_padding = round % 2,
                                        .out_min = -1.5f,
                                        .out_max = 1.0f};
    const thimble_max_pool2d_f32_params m{.batches = g.batches,
                                          .in_h = g.in_h,
                                          .in_w = g.in_w,
                                          .channels = a.channels,
                                          .out_h = g.out_h,
                                          .out_w = g.out_w,
                                          .filter_h = g.filter_h,
                                          .filter_w = g.filter_w,
                                          .stride_h = g.stride_h,
                                          .stride_w = g.stride_w,
                                          .pad_top = g.pad_top,
                                          .pad_left = g.pad_left,
                                          .out_min = -1.5f,
                                          .out_max = 1.0f};
    const auto input = random_floats(rng, static_cast<std::size_t>(a.batches * a.in_h * a.in_w * a.channels));
    const std::size_t count = positions(a) * static_cast<std::size_t>(a.channels);
    const auto mean = run_kernel<float>(KernelId::average_pool2d_f32, a, {input.data()}, {}, count);
    const auto max = run_kernel<float>(KernelId::max_pool2d_f32, m, {input.data()}, {}, count);
    for_outputs(a, a.channels, [&](std::size_t i, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t c) {
      double sum = 0, greatest = -10;
      int taps = 0;
      for (std::int32_t y = oy * a.stride_h - a.pad_top; y < oy * a.stride_h - a.pad_top + a.filter_h; ++y) {
        for (std::int32_t x = ox * a.stride_w - a.pad_left; x < ox * a.stride_w - a.pad_left + a.filter_w; ++x) {
          if (y < 0 || y >= a.in_h || x < 0 || x >= a.in_w) continue;
          const auto value = static_cast<double>(input[static_cast<std::size_t>(((n * a.in_h + y) * a.in_w + x) * a.channels + c)]);
          sum += value, greatest = std::max(greatest, value), ++taps;
        }
      }
      const int divisor = a.count_padding ? a.filter_h * a.filter_w : taps;
      check_close(mean[i], sum / divisor, -1.5, 1.0, 64 * kRounding);
      check_close(max[i], greatest, -1.5, 1.0, 0);
    });
  }
}

TEST_CASE("elementwise floats: broadcasting, clamps, in place", "[kernels][property]") {
  Rng rng(seed());
  const std::vector<float> a = random_floats(rng, 24), b = random_floats(rng, 4);
  // [2, 3, 4] and [4], which is repeated.
  thimble_add_f32_params p{};
  p.size_0 = p.size_1 = 1, p.size_2 = 6, p.size_3 = 4, p.a_stride_2 = 4, p.a_stride_3 = 1, p.b_stride_3 = 1;
  p.out_min = -1, p.out_max = 3;
  thimble_mul_f32_params product;
  thimble_sub_f32_params difference;
  static_assert(sizeof product == sizeof p && sizeof difference == sizeof p);
  std::memcpy(&product, &p, sizeof p), std::memcpy(&difference, &p, sizeof p);
  const auto sums = run_kernel<float>(KernelId::add_f32, p, {a.data(), b.data()}, {}, 24);
  const auto products = run_kernel<float>(KernelId::mul_f32, product, {a.data(), b.data()}, {}, 24);
  const auto differences = run_kernel<float>(KernelId::sub_f32, difference, {a.data(), b.data()}, {}, 24);
  const auto clamp = [](float x) { return std::min(std::max(x, -1.0f), 3.0f); };
  for (std::size_t i = 0; i < 24; ++i) {
    CHECK(sums[i] == clamp(a[i] + b[i % 4]));
    CHECK(products[i] == clamp(a[i] * b[i % 4]));
    CHECK(differences[i] == clamp(a[i] - b[i % 4]));
  }
  std::vector<float> in_place = a;
  thimble_add_f32(&p, in_place.data(), b.data(), in_place.data());
  CHECK(in_place == sums);
}

TEST_CASE("activations of floats: their formulas", "[kernels][property]") {
  Rng rng(seed());
  const std::vector<float> x = random_floats(rng, 1000, -8, 8);
  const auto relu = run_kernel<float>(KernelId::relu_f32, thimble_relu_f32_params{1000, 0.0f, 6.0f}, {x.data()}, {}, 1000);
  const auto leaky = run_kernel<float>(KernelId::leaky_relu_f32, thimble_leaky_relu_f32_params{1000, 0.1f}, {x.data()}, {}, 1000);
  const auto swish = run_kernel<float>(KernelId::hard_swish_f32, thimble_hard_swish_f32_params{1000}, {x.data()}, {}, 1000);
  const auto logistic = run_kernel<float>(KernelId::logistic_f32, thimble_logistic_f32_params{1000}, {x.data()}, {}, 1000);
  const auto tanh = run_kernel<float>(KernelId::tanh_f32, thimble_tanh_f32_params{1000}, {x.data()}, {}, 1000);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto real = static_cast<double>(x[i]);
    CHECK(relu[i] == std::min(std::max(x[i], 0.0f), 6.0f));
    CHECK(leaky[i] == (x[i] >= 0 ? x[i] : 0.1f * x[i]));
    check_close(swish[i], real * std::min(std::max(real + 3, 0.0), 6.0) / 6, -kMax, kMax, 16 * kRounding);
    check_close(logistic[i], 1 / (1 + std::exp(-real)), 0, 1, 3 * kRounding);
    check_close(tanh[i], std::tanh(real), -1, 1, 2 * kRounding);
  }
}

TEST_CASE("softmax_f32: rows sum to one, whatever their offset", "[kernels][property]") {
  Rng rng(seed());
  for (const std::int32_t depth : {1, 2, 10, 1001}) {
    std::vector<float> x = random_floats(rng, static_cast<std::size_t>(3 * depth), -10, 10);
    x[0] = 1000;
    const auto out = run_kernel<float>(KernelId::softmax_f32, thimble_softmax_f32_params{3, depth, 0.7f}, {x.data()}, {}, x.size());
    for (std::int32_t row = 0; row < 3; ++row) {
      const auto first = static_cast<std::size_t>(row * depth), last = static_cast<std::size_t>((row + 1) * depth);
      const auto exponential = [&](std::size_t i) { return std::exp(static_cast<double>(0.7f) * (static_cast<double>(x[i]) - 1000)); };
      const auto shifted = [&](std::size_t i) { return row == 0 ? exponential(i) : exponential(i) * std::exp(700.0); };
      double sum = 0;
      for (std::size_t i = first; i < last; ++i)
        sum += row == 0 ? shifted(i) : std::exp(static_cast<double>(0.7f) * static_cast<double>(x[i]));
      for (std::size_t i = first; i < last; ++i) {
        const double numerator = row == 0 ? shifted(i) : std::exp(static_cast<double>(0.7f) * static_cast<double>(x[i]));
        check_close(out[i], numerator / sum, 0, 1, (depth + 20) * kRounding * std::max(numerator / sum, 1e-30));
      }
    }
  }
}

TEST_CASE("mean_f32 and pad_f32: blocks and borders", "[kernels][unit]") {
  const std::vector<float> x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  CHECK(run_kernel<float>(KernelId::mean_f32, thimble_mean_f32_params{2, 3, 2}, {x.data()}, {}, 4) == std::vector<float>{3, 4, 9, 10});
  thimble_pad_f32_params p{};
  p.in_0 = p.in_1 = 1, p.in_2 = p.in_3 = 2, p.out_0 = p.out_1 = 1, p.out_2 = 3, p.out_3 = 4, p.before_2 = p.before_3 = 1;
  p.value = -0.5f;
  CHECK(run_kernel<float>(KernelId::pad_f32, p, {x.data()}, {}, 12) ==
        std::vector<float>{-0.5f, -0.5f, -0.5f, -0.5f, -0.5f, 1, 2, -0.5f, -0.5f, 3, 4, -0.5f});
}

}  // namespace thimble::test
