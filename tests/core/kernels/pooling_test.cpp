#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/kernels/fixed_point.h"
#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/average_pool2d_s16.h"
#include "core/kernels/device/average_pool2d_s8.h"
#include "core/kernels/device/max_pool2d_s16.h"
#include "core/kernels/device/max_pool2d_s8.h"
#include "core/kernels/device/mean_s16.h"
#include "core/kernels/device/mean_s8.h"
}

namespace thimble::test {
namespace {

constexpr std::int32_t kSizes[] = {1, 2, 3, 5, 8, 13};

template <class Params>
Params random_window(Rng& rng, std::int32_t low, std::int32_t high) {
  Params p{};
  p.batches = static_cast<std::int32_t>(rng.uniform(1, 2)), p.in_h = pick(rng, kSizes), p.in_w = pick(rng, kSizes),
  p.channels = pick(rng, kSizes);
  p.filter_h = static_cast<std::int32_t>(rng.uniform(1, p.in_h)), p.filter_w = static_cast<std::int32_t>(rng.uniform(1, p.in_w));
  p.stride_h = static_cast<std::int32_t>(rng.uniform(1, 3)), p.stride_w = static_cast<std::int32_t>(rng.uniform(1, 3));
  p.pad_top = static_cast<std::int32_t>(rng.uniform(0, p.filter_h - 1)),
  p.pad_left = static_cast<std::int32_t>(rng.uniform(0, p.filter_w - 1));
  const auto pad_bottom = static_cast<std::int32_t>(rng.uniform(0, p.filter_h - 1)),
             pad_right = static_cast<std::int32_t>(rng.uniform(0, p.filter_w - 1));
  p.out_h = (p.in_h + p.pad_top + pad_bottom - p.filter_h) / p.stride_h + 1,
  p.out_w = (p.in_w + p.pad_left + pad_right - p.filter_w) / p.stride_w + 1;
  p.out_min = static_cast<std::int32_t>(rng.uniform(low, 0)), p.out_max = static_cast<std::int32_t>(rng.uniform(0, high));
  return p;
}

// The elements of one window, in reading order.
template <class T, class Params>
std::vector<T> window(const Params& p, const std::vector<T>& input, std::int32_t n, std::int32_t oy, std::int32_t ox, std::int32_t c) {
  std::vector<T> elements;
  for (std::int32_t y = oy * p.stride_h - p.pad_top; y < oy * p.stride_h - p.pad_top + p.filter_h; ++y) {
    for (std::int32_t x = ox * p.stride_w - p.pad_left; x < ox * p.stride_w - p.pad_left + p.filter_w; ++x) {
      if (y >= 0 && y < p.in_h && x >= 0 && x < p.in_w)
        elements.push_back(input[static_cast<std::size_t>(((n * p.in_h + y) * p.in_w + x) * p.channels + c)]);
    }
  }
  return elements;
}

template <class T, class Params, class Answer>
void check_pool(KernelId kernel, Answer answer) {
  constexpr std::int32_t kLow = sizeof(T) == 1 ? -128 : -32768, kHigh = sizeof(T) == 1 ? 127 : 32767;
  Rng rng(seed());
  for (int round = 0; round < 300; ++round) {
    const auto p = random_window<Params>(rng, kLow, kHigh);
    const auto input = random_vector<T>(rng, static_cast<std::size_t>(p.batches * p.in_h * p.in_w * p.channels), kLow, kHigh);
    const auto out = run_kernel<T>(kernel, p, {input.data()}, {}, static_cast<std::size_t>(p.batches * p.out_h * p.out_w * p.channels));
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto k = static_cast<std::int32_t>(i);
      const std::int32_t c = k % p.channels, ox = k / p.channels % p.out_w, oy = k / p.channels / p.out_w % p.out_h,
                         n = k / p.channels / p.out_w / p.out_h;
      CAPTURE(round, i);
      REQUIRE(out[i] == clamp_to(answer(window(p, input, n, oy, ox, c)), p.out_min, p.out_max));
    }
  }
}

const auto kGreatest = [](const auto& elements) { return static_cast<std::int64_t>(*std::max_element(elements.begin(), elements.end())); };

const auto kMean = [](const auto& elements) {
  double sum = 0;
  for (const auto element : elements) sum += element;
  return static_cast<std::int64_t>(std::round(sum / static_cast<double>(elements.size())));
};

}  // namespace

TEST_CASE("max pooling: the greatest element of the window inside the input", "[kernels][property]") {
  check_pool<std::int8_t, thimble_max_pool2d_s8_params>(KernelId::max_pool2d_s8, kGreatest);
  check_pool<std::int16_t, thimble_max_pool2d_s16_params>(KernelId::max_pool2d_s16, kGreatest);
}

TEST_CASE("average pooling: the mean of the window inside the input, half away from zero", "[kernels][property]") {
  check_pool<std::int8_t, thimble_average_pool2d_s8_params>(KernelId::average_pool2d_s8, kMean);
  check_pool<std::int16_t, thimble_average_pool2d_s16_params>(KernelId::average_pool2d_s16, kMean);
}

TEST_CASE("mean: equals the formula, over inner and outer dimensions", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 500; ++round) {
    const auto outer = static_cast<std::int32_t>(rng.uniform(1, 4)), count = static_cast<std::int32_t>(rng.uniform(1, 130)),
               inner = pick(rng, kSizes);
    const FixedPointScale scale = mean_scale(0.01 + rng.unit(), 0.01 + rng.unit(), count);
    const thimble_mean_s8_params p{.outer = outer,
                                   .count = count,
                                   .inner = inner,
                                   .in_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127)),
                                   .multiplier = scale.multiplier,
                                   .shift = scale.shift,
                                   .out_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127))};
    const thimble_mean_s16_params p16{.outer = outer, .count = count, .inner = inner, .multiplier = scale.multiplier, .shift = scale.shift};
    const auto n_in = static_cast<std::size_t>(outer * count * inner), n_out = static_cast<std::size_t>(outer * inner);
    const auto input = random_vector<std::int8_t>(rng, n_in, -128, 127);
    const auto input16 = random_vector<std::int16_t>(rng, n_in, -32768, 32767);
    const auto out = run_kernel<std::int8_t>(KernelId::mean_s8, p, {input.data()}, {}, n_out);
    const auto out16 = run_kernel<std::int16_t>(KernelId::mean_s16, p16, {input16.data()}, {}, n_out);
    for (std::int32_t i = 0; i < outer * inner; ++i) {
      std::int32_t sum = 0, sum16 = 0;
      for (std::int32_t k = 0; k < count; ++k) {
        const auto at = static_cast<std::size_t>((i / inner * count + k) * inner + i % inner);
        sum += input[at] - p.in_zero_point, sum16 += input16[at];
      }
      CAPTURE(round, i);
      REQUIRE(out[static_cast<std::size_t>(i)] == clamp_to(exact_requantize(sum, p.multiplier, p.shift) + p.out_zero_point, -128, 127));
      REQUIRE(out16[static_cast<std::size_t>(i)] == clamp_to(exact_requantize(sum16, p.multiplier, p.shift), -32768, 32767));
    }
  }
}

}  // namespace thimble::test
