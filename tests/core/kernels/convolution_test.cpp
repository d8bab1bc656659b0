// conv2d, depthwise_conv2d and fully_connected against loops that check every tap and requantize in real arithmetic.
#include <catch2/catch_test_macros.hpp>

#include "core/kernels/fixed_point.h"
#include "tests/core/kernels/window_cases.h"

extern "C" {
#include "core/kernels/device/conv2d_s16.h"
#include "core/kernels/device/conv2d_s8.h"
#include "core/kernels/device/depthwise_conv2d_s16.h"
#include "core/kernels/device/depthwise_conv2d_s8.h"
#include "core/kernels/device/fully_connected_s16.h"
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble::test {
namespace {

constexpr std::int32_t kZeroPoints[] = {-128, 127, 0, -7, 33};

struct Channels {
  std::vector<std::int64_t> bias;
  std::vector<std::int32_t> multiplier;
  std::vector<std::int8_t> shift;
};

Channels random_channels(Rng& rng, std::int32_t count, std::int64_t bias, int shift_low, int shift_high) {
  const auto n = static_cast<std::size_t>(count);
  return {random_vector<std::int64_t>(rng, n, -bias, bias), random_vector<std::int32_t>(rng, n, 1 << 30, INT32_MAX),
          random_vector<std::int8_t>(rng, n, shift_low, shift_high)};
}

}  // namespace

TEST_CASE("conv2d_s8: equals the formula over strides, dilations, groups, paddings and zero points", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 120; ++round) {
    auto p = with_geometry<thimble_conv2d_s8_params>(random_geometry(rng));
    p.groups = static_cast<std::int32_t>(rng.uniform(1, 3));
    const auto depth = static_cast<std::int32_t>(rng.uniform(1, 19));
    p.in_c = p.groups * depth, p.out_c = p.groups * static_cast<std::int32_t>(rng.uniform(1, 5));
    p.in_zero_point = pick(rng, kZeroPoints), p.out_zero_point = pick(rng, kZeroPoints);
    p.out_min = static_cast<std::int32_t>(rng.uniform(-128, 0)), p.out_max = static_cast<std::int32_t>(rng.uniform(1, 127));
    const auto input = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c), -128, 127);
    const std::int32_t filter_size = p.filter_h * p.filter_w * depth;
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.out_c * filter_size), -127, 127);
    const Channels ch = random_channels(rng, p.out_c, 5000, -12, -4);
    const std::vector<std::int32_t> bias(ch.bias.begin(), ch.bias.end());
    const bool biased = rng.uniform(0, 3) != 0;
    const auto out = run_kernel<std::int8_t>(KernelId::conv2d_s8, p, {input.data()},
                                             {weights.data(), data_or_null(bias, biased), ch.multiplier.data(), ch.shift.data()},
                                             positions(p) * static_cast<std::size_t>(p.out_c));
    for_outputs(p, p.out_c, [&](std::size_t i, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t oc) {
      const auto c = static_cast<std::size_t>(oc);
      const std::int32_t group = oc / (p.out_c / p.groups);
      std::int64_t acc = sum_of_taps(p, input, p.in_zero_point, p.in_c, n, oy, ox, group * depth, depth,
                                     [&](std::int32_t y, std::int32_t x, std::int32_t k) {
                                       return weights[static_cast<std::size_t>(oc * filter_size + (y * p.filter_w + x) * depth + k)];
                                     });
      if (biased) acc += bias[c];
      const std::int32_t scaled = exact_requantize(static_cast<std::int32_t>(acc), ch.multiplier[c], ch.shift[c]);
      CAPTURE(round, i);
      REQUIRE(out[i] == clamp_to(scaled + p.out_zero_point, p.out_min, p.out_max));
    });
  }
}

TEST_CASE("conv2d_s16: equals the formula for both widths of accumulator", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 80; ++round) {
    auto p = with_geometry<thimble_conv2d_s16_params>(random_geometry(rng));
    p.groups = static_cast<std::int32_t>(rng.uniform(1, 2));
    const auto depth = static_cast<std::int32_t>(rng.uniform(1, 300));  // past one block of the inner product
    p.in_c = p.groups * depth, p.out_c = p.groups * static_cast<std::int32_t>(rng.uniform(1, 2));
    p.out_min = -32768, p.out_max = static_cast<std::int32_t>(rng.uniform(1, 32767)), p.accumulator_bits = rng.uniform(0, 1) == 0 ? 64 : 32;
    const std::int64_t size = p.accumulator_bits == 64 ? 32767 : 500;
    const auto input = random_vector<std::int16_t>(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c), -size - 1, size);
    const std::int32_t filter_size = p.filter_h * p.filter_w * depth;
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.out_c * filter_size), -127, 127);
    const Channels ch = random_channels(rng, p.out_c, 1 << 20, -16, -8);
    const auto out = run_kernel<std::int16_t>(KernelId::conv2d_s16, p, {input.data()},
                                              {weights.data(), ch.bias.data(), ch.multiplier.data(), ch.shift.data()},
                                              positions(p) * static_cast<std::size_t>(p.out_c));
    for_outputs(p, p.out_c, [&](std::size_t i, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t oc) {
      const auto c = static_cast<std::size_t>(oc);
      const std::int32_t group = oc / (p.out_c / p.groups);
      const std::int64_t acc =
          ch.bias[c] +
          sum_of_taps(p, input, 0, p.in_c, n, oy, ox, group * depth, depth, [&](std::int32_t y, std::int32_t x, std::int32_t k) {
            return weights[static_cast<std::size_t>(oc * filter_size + (y * p.filter_w + x) * depth + k)];
          });
      const std::int32_t scaled = p.accumulator_bits == 64
                                      ? exact_requantize_s64(acc, ch.multiplier[c], ch.shift[c])
                                      : exact_requantize(static_cast<std::int32_t>(acc), ch.multiplier[c], ch.shift[c]);
      CAPTURE(round, i);
      REQUIRE(out[i] == clamp_to(scaled, p.out_min, p.out_max));
    });
  }
}

TEST_CASE("depthwise_conv2d_s8 and _s16: equal the formula for any channel multiplier", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 80; ++round) {
    const Geometry g = random_geometry(rng);
    auto p = with_geometry<thimble_depthwise_conv2d_s8_params>(g);
    p.in_c = pick(rng, kSizes), p.depth_multiplier = static_cast<std::int32_t>(rng.uniform(1, 3));
    const std::int32_t out_c = p.in_c * p.depth_multiplier;  // past a block of channels at times
    p.in_zero_point = pick(rng, kZeroPoints), p.out_zero_point = pick(rng, kZeroPoints), p.out_min = -128,
    p.out_max = static_cast<std::int32_t>(rng.uniform(0, 127));
    auto wide = with_geometry<thimble_depthwise_conv2d_s16_params>(g);
    wide.in_c = p.in_c, wide.depth_multiplier = p.depth_multiplier, wide.out_min = -30000, wide.out_max = 32767;
    const auto elements = static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.in_c);
    const auto input = random_vector<std::int8_t>(rng, elements, -128, 127);
    const auto input16 = random_vector<std::int16_t>(rng, elements, -32768, 32767);
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.filter_h * p.filter_w * out_c), -127, 127);
    const Channels ch = random_channels(rng, out_c, 3000, -10, -4);
    const std::vector<std::int32_t> bias(ch.bias.begin(), ch.bias.end());
    const bool biased = rng.uniform(0, 3) != 0;
    const std::size_t count = positions(p) * static_cast<std::size_t>(out_c);
    const auto out = run_kernel<std::int8_t>(KernelId::depthwise_conv2d_s8, p, {input.data()},
                                             {weights.data(), data_or_null(bias, biased), ch.multiplier.data(), ch.shift.data()}, count);
    const auto out16 =
        run_kernel<std::int16_t>(KernelId::depthwise_conv2d_s16, wide, {input16.data()},
                                 {weights.data(), data_or_null(ch.bias, biased), ch.multiplier.data(), ch.shift.data()}, count);
    for_outputs(p, out_c, [&](std::size_t i, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t oc) {
      const auto c = static_cast<std::size_t>(oc);
      const auto weight_of = [&](std::int32_t y, std::int32_t x, std::int32_t) {
        return weights[static_cast<std::size_t>((y * p.filter_w + x) * out_c + oc)];
      };
      const std::int32_t channel = oc / p.depth_multiplier;
      const std::int64_t acc = sum_of_taps(p, input, p.in_zero_point, p.in_c, n, oy, ox, channel, 1, weight_of) + (biased ? bias[c] : 0);
      const std::int64_t acc16 = sum_of_taps(p, input16, 0, p.in_c, n, oy, ox, channel, 1, weight_of) + (biased ? ch.bias[c] : 0);
      CAPTURE(round, i);
      REQUIRE(out[i] == clamp_to(exact_requantize(static_cast<std::int32_t>(acc), ch.multiplier[c], ch.shift[c]) + p.out_zero_point,
                                 p.out_min, p.out_max));
      REQUIRE(out16[i] == clamp_to(exact_requantize_s64(acc16, ch.multiplier[c], ch.shift[c]), wide.out_min, wide.out_max));
    });
  }
}

TEST_CASE("fully_connected_s8 and _s16: one multiplication in doubles, rounded half away from zero", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 120; ++round) {
    const thimble_fully_connected_s8_params p{.batches = static_cast<std::int32_t>(rng.uniform(1, 2)),
                                              .in_c = static_cast<std::int32_t>(rng.uniform(1, 300)),
                                              .out_c = pick(rng, kSizes),
                                              .in_zero_point = pick(rng, kZeroPoints),
                                              .weight_zero_point = pick(rng, kZeroPoints),
                                              .out_zero_point = pick(rng, kZeroPoints),
                                              .out_min = -128,
                                              .out_max = 127};
    const thimble_fully_connected_s16_params p16{
        .batches = p.batches, .in_c = p.in_c, .out_c = p.out_c, .out_min = -32768, .out_max = 32767};
    const auto n_in = static_cast<std::size_t>(p.batches * p.in_c), n_out = static_cast<std::size_t>(p.batches * p.out_c);
    const auto input = random_vector<std::int8_t>(rng, n_in, -128, 127);
    const auto input16 = random_vector<std::int16_t>(rng, n_in, -32768, 32767);
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.out_c * p.in_c), -127, 127);
    std::vector<double> scales;
    std::vector<std::int32_t> high, low, bias;
    std::vector<std::int64_t> bias64;
    std::vector<std::int8_t> shift;
    for (std::int32_t c = 0; c < p.out_c; ++c) {
      const float weight_scale = rng.uniform(0, 1) == 0 ? 0.0078125F : static_cast<float>(0.001 + rng.unit() * 0.01);
      const WideScale wide = wide_weighted_scale(0.5, weight_scale, 0.25);
      scales.push_back(0.5 * weight_scale / 0.25);
      high.push_back(wide.high), low.push_back(wide.low), shift.push_back(static_cast<std::int8_t>(wide.shift));
      bias.push_back(static_cast<std::int32_t>(rng.uniform(-9999, 9999))), bias64.push_back(rng.uniform(-99999999, 99999999));
    }
    const auto out = run_kernel<std::int8_t>(KernelId::fully_connected_s8, p, {input.data()},
                                             {weights.data(), bias.data(), high.data(), low.data(), shift.data()}, n_out);
    const auto out16 = run_kernel<std::int16_t>(KernelId::fully_connected_s16, p16, {input16.data()},
                                                {weights.data(), bias64.data(), high.data(), low.data(), shift.data()}, n_out);
    for (std::size_t i = 0; i < n_out; ++i) {
      const std::size_t n = i / static_cast<std::size_t>(p.out_c), c = i % static_cast<std::size_t>(p.out_c),
                        depth = static_cast<std::size_t>(p.in_c);
      std::int64_t acc = bias[c], acc16 = bias64[c];
      for (std::size_t k = 0; k < depth; ++k) {
        acc += (input[n * depth + k] - p.in_zero_point) * (weights[c * depth + k] - p.weight_zero_point);
        acc16 += static_cast<std::int64_t>(input16[n * depth + k]) * weights[c * depth + k];
      }
      CAPTURE(round, i, acc, acc16, scales[c]);
      REQUIRE(out[i] ==
              clamp_to(static_cast<std::int64_t>(std::round(static_cast<double>(acc) * scales[c])) + p.out_zero_point, -128, 127));
      REQUIRE(out16[i] == clamp_to(static_cast<std::int64_t>(std::round(static_cast<double>(acc16) * scales[c])), -32768, 32767));
    }
  }
}

}  // namespace thimble::test
