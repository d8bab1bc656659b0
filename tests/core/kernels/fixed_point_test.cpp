// From scales to the integers of kernels.
#include "core/kernels/fixed_point.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble::test {
namespace {

double real(FixedPointScale scale) { return std::ldexp(static_cast<double>(scale.multiplier), scale.shift - 31); }
float random_scale(Rng& rng) { return static_cast<float>(std::exp((rng.unit() - 0.5) * 6)); }

}  // namespace

TEST_CASE("quantize_multiplier: is the nearest normalized Q0.31", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 50000; ++i) {
    const double value = std::exp2(rng.unit() * 60 - 31);
    const FixedPointScale scale = quantize_multiplier(value);
    CAPTURE(value, scale.multiplier, scale.shift);
    REQUIRE(scale.multiplier >= 1 << 30);
    REQUIRE(std::abs(real(scale) - value) <= std::ldexp(1.0, scale.shift - 32));
  }
}

TEST_CASE("quantize_multiplier: the ends", "[kernels][unit]") {
  const auto is = [](double value, std::int32_t multiplier, std::int32_t shift) {
    const FixedPointScale scale = quantize_multiplier(value);
    return scale.multiplier == multiplier && scale.shift == shift;
  };
  CHECK(is(1.0, 1 << 30, 1));
  CHECK(is(0.5, 1 << 30, 0));
  CHECK(is(std::nextafter(1.0, 0.0), 1 << 30, 1));  // rounds up to 2^31: the next power of two
  CHECK(is(0.0, 0, 0));
  CHECK(is(std::ldexp(1.0, -32), 1 << 30, -31));
  CHECK(is(std::ldexp(1.0, -33), 0, 0));
  CHECK(is(std::ldexp(1.0, 31), std::numeric_limits<std::int32_t>::max(), 30));
  CHECK(is(HUGE_VAL, std::numeric_limits<std::int32_t>::max(), 30));
  CHECK(wide_weighted_scale(1e300, 1e300, 1e-3).shift == 14);
  CHECK(logistic_s16_scale(3e38).multiplier == std::numeric_limits<std::int32_t>::max());
}

TEST_CASE("wide_weighted_scale: kernels round as doubles do, ties away from zero", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 60000; ++i) {
    // Powers of two and equal scales make exact ties.
    const bool exact = rng.uniform(0, 1) == 0;
    const auto power = [&] { return static_cast<float>(std::ldexp(1.0, static_cast<int>(rng.uniform(-8, 0)))); };
    const float in = exact ? power() : random_scale(rng), weight = exact ? power() : random_scale(rng) * 0.01F,
                out = exact ? power() : random_scale(rng);
    const double scale = static_cast<double>(in) * weight / out;
    if (scale >= 1 << 14) continue;
    const auto acc = static_cast<std::int32_t>(rng.uniform(-(1 << 25), 1 << 25) >> rng.uniform(0, 25));
    const WideScale wide = wide_weighted_scale(in, weight, out);
    const double expected = std::min(std::max(std::round(acc * scale), -2147483648.0), 2147483647.0);
    CAPTURE(in, weight, out, acc);
    REQUIRE(thimble_scale_s32(acc, wide.high, wide.low, wide.shift) == static_cast<std::int32_t>(expected));
    REQUIRE(thimble_scale_s64(acc, wide.high, wide.low, wide.shift) == static_cast<std::int32_t>(expected));
  }
}

TEST_CASE("activation_range: the clamp of a fused activation", "[kernels][unit]") {
  const auto range = [](std::string_view activation, double scale, std::int32_t zero_point) {
    const ActivationRange r = activation_range(activation, scale, zero_point, -128, 127);
    return std::pair(r.low, r.high);
  };
  CHECK(range("none", 0.1, 5) == std::pair(-128, 127));
  CHECK(range("relu", 0.1, 5) == std::pair(5, 127));
  CHECK(range("relu6", 0.1F, -100) == std::pair(-100, -40));
  CHECK(range("relu6", 0.01, 0) == std::pair(0, 127));
  CHECK(range("relu_n1_to_1", 0.5, 3) == std::pair(1, 5));
  CHECK(range("relu_n1_to_1", 4.0, 3) == std::pair(3, 3));     // 1 / 4 rounds to 0
  CHECK(range("relu_n1_to_1", 2.0, 3) == std::pair(2, 4));     // 1 / 2 rounds away from zero
  CHECK(range("relu6", 1e-12, -128) == std::pair(-128, 127));  // 6 / scale is no 32-bit integer
}

TEST_CASE("sum_scales: inputs meet at twice the greater scale", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 10000; ++i) {
    const float a = random_scale(rng), b = random_scale(rng), out = random_scale(rng);
    const SumScales scales = sum_scales(a, b, out, 20);
    const double common = 2.0 * std::max(a, b);
    REQUIRE(std::abs(real(scales.a) - a / common) < 1e-9);
    REQUIRE(std::abs(real(scales.b) - b / common) < 1e-9);
    REQUIRE(std::abs(real(scales.out) * out * (1 << 20) / common - 1) < 1e-9);
    REQUIRE(scales.a.shift <= 0);
    REQUIRE(scales.b.shift <= 0);
  }
}

TEST_CASE("mean_scale: divides the multiplier, at most a unit below the real value", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 10000; ++i) {
    const float in = random_scale(rng), out = random_scale(rng);
    const std::int64_t count = rng.uniform(1, 5000);
    const FixedPointScale scale = mean_scale(in, out, count);
    const double expected = static_cast<double>(in) / out / static_cast<double>(count);
    CAPTURE(in, out, count);
    REQUIRE(scale.multiplier > 0);
    REQUIRE(std::abs(real(scale) / expected - 1) < 4e-9);
    REQUIRE(scale.shift >= -31);
  }
}

TEST_CASE("softmax_scale: known values of the specification", "[kernels][unit]") {
  // 1/16 in Q5.26 is 2^22; the radius keeps the scaled difference within 5 integer bits.
  const SoftmaxScale scale = softmax_scale(1.0 / 16, 1.0);
  CHECK(scale.multiplier == 1 << 30);
  CHECK(scale.shift == 23);
  CHECK(scale.diff_min == -248);
  CHECK(softmax_scale(1000.0, 1.0).multiplier == std::numeric_limits<std::int32_t>::max());  // capped
}

TEST_CASE("hard_swish_scales: 16-bit multipliers never reach 1", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 10000; ++i) {
    const float in = random_scale(rng), out = random_scale(rng);
    const HardSwishScales scales = hard_swish_scales(in, out);
    REQUIRE(scales.out_multiplier >= 1 << 14);
    REQUIRE(scales.out_multiplier <= 32767);
    REQUIRE(std::abs(std::ldexp(scales.out_multiplier, scales.out_exponent - 15) * 128 * out / in - 1) < 1e-4);
    REQUIRE(std::abs(std::ldexp(scales.reluish_multiplier, scales.reluish_exponent - 15) * 128 * 3 / 32768 / in - 1) < 1e-4);
  }
}

TEST_CASE("sigmoid scales: powers of two are exact, others truncated to 15 bits", "[kernels][unit]") {
  CHECK(logistic_s16_scale(1.0 / 4096).multiplier == 3);
  CHECK(logistic_s16_scale(1.0 / 4096).shift == 0);
  CHECK(tanh_s16_scale(1.0 / 2048).multiplier == 6);
  const SigmoidScale scale = logistic_s16_scale(0.001F);
  CHECK(scale.multiplier >= 16383);
  CHECK(scale.multiplier <= 32767);
  CHECK(std::abs(std::ldexp(scale.multiplier, -scale.shift) / (0.001 * 12288) - 1) < 1e-4);
}

}  // namespace thimble::test
