// The shared fixed-point headers against real arithmetic.
#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/fixed_exp.h"
#include "core/kernels/device/quantize_float.h"
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble::test {
namespace {

__extension__ using Int128 = __int128;

constexpr std::int32_t kMin = std::numeric_limits<std::int32_t>::min();
constexpr std::int32_t kMax = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kEnds[] = {0, 1, -1, 2, -2, 255, -255, 1 << 30, -(1 << 30), kMax, kMax - 1, kMin, kMin + 1};

std::int32_t any_number(Rng& rng) {
  return rng.uniform(0, 3) == 0 ? pick(rng, kEnds) : static_cast<std::int32_t>(rng.uniform(kMin, kMax)) >> rng.uniform(0, 31);
}

// floor((value * mantissa + half) / 2^exponent) without any rounding in between.
std::int64_t exact_scale(std::int64_t value, std::int64_t mantissa, int exponent) {
  const Int128 sum = static_cast<Int128>(value) * mantissa + (static_cast<Int128>(1) << (exponent - 1));
  return clamp_to(static_cast<std::int64_t>(sum >> exponent), kMin, kMax);
}

}  // namespace

TEST_CASE("requantize: equals exact arithmetic with its two roundings", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 60000; ++i) {
    const std::int32_t value = any_number(rng);
    const auto multiplier = static_cast<std::int32_t>(rng.uniform(0, 9) == 0 ? 0 : rng.uniform(1 << 30, kMax));
    const auto shift = static_cast<std::int32_t>(rng.uniform(-31, 30));
    CAPTURE(value, multiplier, shift);
    REQUIRE(thimble_requantize(value, multiplier, shift) == exact_requantize(value, multiplier, shift));
  }
}

TEST_CASE("requantize: ties of the product go up, ties of the shift go away from zero", "[kernels][unit]") {
  CHECK(thimble_high_multiply(1, 1 << 30) == 1);    // 0.5
  CHECK(thimble_high_multiply(-1, 1 << 30) == 0);   // -0.5
  CHECK(thimble_high_multiply(-3, 1 << 30) == -1);  // -1.5
  CHECK(thimble_round_shift(1, 1) == 1);
  CHECK(thimble_round_shift(-1, 1) == -1);
  CHECK(thimble_round_shift(-3, 1) == -2);
  CHECK(thimble_round_shift(kMin, 31) == -1);
  CHECK(thimble_round_shift(kMax, 31) == 1);
}

TEST_CASE("requantize: the one product that overflows saturates", "[kernels][unit]") { CHECK(thimble_high_multiply(kMin, kMin) == kMax); }

TEST_CASE("requantize: a 64-bit accumulator uses 16 bits of the multiplier and one rounding", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 40000; ++i) {
    const std::int64_t value = rng.uniform(-(std::int64_t{1} << 38), std::int64_t{1} << 38) >> rng.uniform(0, 38);
    const auto multiplier = static_cast<std::int32_t>(rng.uniform(0, 4) == 0 ? kMax - rng.uniform(0, 1 << 17) : rng.uniform(1 << 30, kMax));
    const auto shift = static_cast<std::int32_t>(rng.uniform(-31, -7));
    CAPTURE(value, multiplier, shift);
    REQUIRE(thimble_requantize_s64(value, multiplier, shift) == exact_requantize_s64(value, multiplier, shift));
  }
  CHECK(thimble_requantize_s64(std::int64_t{1} << 46, kMax, 7) == kMax);
  CHECK(thimble_requantize_s64(-(std::int64_t{1} << 46), kMax, 7) == kMin);
}

TEST_CASE("wide scale: equals exact arithmetic with one rounding, and saturates", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 40000; ++i) {
    const std::int64_t mantissa = rng.uniform(0, 9) == 0 ? 0 : rng.uniform(std::int64_t{1} << 61, (std::int64_t{1} << 62) - 1);
    const auto high = static_cast<std::int32_t>(mantissa >> 31), low = static_cast<std::int32_t>(mantissa & kMax);
    const std::int32_t value = any_number(rng);
    const auto shift = static_cast<std::int32_t>(rng.uniform(-31, 14));
    CAPTURE(value, mantissa, shift);
    REQUIRE(thimble_scale_s32(value, high, low, shift) == exact_scale(value, mantissa, 62 - shift));
    const std::int64_t wide = rng.uniform(-(std::int64_t{1} << 46), std::int64_t{1} << 46) >> rng.uniform(0, 46);
    const auto wide_shift = static_cast<std::int32_t>(rng.uniform(-47, 14));
    CAPTURE(wide, wide_shift);
    REQUIRE(thimble_scale_s64(wide, high, low, wide_shift) == exact_scale(wide, mantissa, 62 - wide_shift));
  }
}

TEST_CASE("round_float: nearest, half away from zero, saturated; NaN is the least", "[kernels][unit]") {
  Rng rng(seed());
  for (int i = 0; i < 40000; ++i) {
    const float value = static_cast<float>((rng.unit() - 0.5) * 1e5);
    REQUIRE(thimble_round_float(value) == static_cast<std::int32_t>(std::round(value)));
  }
  for (std::int32_t i = -70000; i < 70000; ++i) {
    const float half = static_cast<float>(i) + 0.5F;
    REQUIRE(thimble_round_float(half) == (i < 0 ? i : i + 1));
    REQUIRE(thimble_round_float(std::nextafter(half, 0.0F)) == (i < 0 ? i + 1 : i));
  }
  CHECK(thimble_round_float(std::numeric_limits<float>::infinity()) == 1 << 20);
  CHECK(thimble_round_float(-std::numeric_limits<float>::infinity()) == -(1 << 20));
  CHECK(thimble_round_float(std::numeric_limits<float>::quiet_NaN()) == -(1 << 20));
}

TEST_CASE("fixed_exp: exp and reciprocal are within a few units of the 26th bit", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 50000; ++i) {
    const auto x = static_cast<std::int32_t>(-rng.uniform(0, kMax) >> rng.uniform(0, 26));
    const double exact = std::exp(std::ldexp(static_cast<double>(x), -26));
    REQUIRE(std::abs(std::ldexp(static_cast<double>(thimble_exp_negative(x)), -31) - exact) < 1e-6);
    const auto y = static_cast<std::int32_t>(rng.uniform(0, kMax));
    const double reciprocal = 1.0 / (1.0 + std::ldexp(static_cast<double>(y), -31));
    REQUIRE(std::abs(std::ldexp(static_cast<double>(thimble_reciprocal_one_plus(y)), -31) - reciprocal) < 1e-7);
  }
  CHECK(thimble_exp_negative(0) == kMax);
}

}  // namespace thimble::test
