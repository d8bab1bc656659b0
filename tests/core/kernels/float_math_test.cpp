// float_math.h, float_pow.h and float_trig.h against double precision: the errors that their headers state, in units in the last
// place (ulp) of the exact result, over every exponent and densely where a function bends.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/rng.h"
#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/float_math.h"
#include "core/kernels/device/float_pow.h"
#include "core/kernels/device/float_trig.h"
#include "core/kernels/device/half_float.h"
}
#include "core/base/half.h"

namespace thimble::test {
namespace {

constexpr float kInf = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// Floats in order as integers, so that steps of equal size visit every exponent.
std::int64_t rank_of(float x) {
  const std::uint32_t bits = thimble_float_bits(x);
  return bits >> 31 ? -static_cast<std::int64_t>(bits & 0x7fffffffu) : static_cast<std::int64_t>(bits);
}
float float_of_rank(std::int64_t rank) {
  return rank < 0 ? -thimble_float_of_bits(static_cast<std::uint32_t>(-rank)) : thimble_float_of_bits(static_cast<std::uint32_t>(rank));
}

double ulp_error(float got, double exact) {
  int exponent = 0;
  std::frexp(exact, &exponent);
  return std::fabs(static_cast<double>(got) - exact) / std::ldexp(1.0, exponent - 24);
}

// The greatest error; infinite where a result is not even of the right kind.
template <class Function, class Exact>
double worst_ulp(Function function, Exact exact, float low, float high) {
  constexpr std::int64_t kSteps = 200000;
  const std::int64_t first = rank_of(low), last = rank_of(high);
  const std::int64_t step = std::max<std::int64_t>((last - first) / kSteps, 1);
  double worst = 0;
  for (std::int64_t rank = first; rank <= last; rank += step) {
    const float x = float_of_rank(rank);
    const float got = function(x);
    const double want = exact(static_cast<double>(x));
    const float rounded = static_cast<float>(want);
    if (std::fabs(want) < 1.18e-38) {
      if (!(std::fabs(got) <= 2.4e-38f)) return kInf;
    } else if (!std::isfinite(rounded)) {
      if (!(got == rounded || (std::isnan(got) && std::isnan(rounded)))) return kInf;
    } else {
      worst = std::max(worst, std::isnan(got) ? kInf : ulp_error(got, want));
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("float_math: errors stay within what the header states", "[kernels][unit]") {
  const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
  CHECK(worst_ulp(thimble_math_exp, [](double x) { return std::exp(x); }, -110, 90) <= 1.1);
  CHECK(worst_ulp(thimble_math_expm1, [](double x) { return std::expm1(x); }, -110, 90) <= 2.0);
  CHECK(worst_ulp(thimble_math_log, [](double x) { return std::log(x); }, 1e-45f, 3.4e38f) <= 1.0);
  CHECK(worst_ulp(thimble_math_log, [](double x) { return std::log(x); }, 0.5f, 2.0f) <= 1.0);
  CHECK(worst_ulp(thimble_math_log1p, [](double x) { return std::log1p(x); }, -0.9999999f, 3.4e38f) <= 1.5);
  CHECK(worst_ulp(thimble_math_log1p, [](double x) { return std::log1p(x); }, 0.1f, 10.0f) <= 1.5);
  CHECK(worst_ulp(thimble_math_tanh, [](double x) { return std::tanh(x); }, -20, 20) <= 1.6);
  CHECK(worst_ulp(thimble_math_tanh, [](double x) { return std::tanh(x); }, 0.1f, 10) <= 1.6);
  CHECK(worst_ulp(thimble_math_logistic, logistic, -87, 100) <= 2.5);
  CHECK(worst_ulp(thimble_math_logistic, logistic, -20, -0.01f) <= 2.5);
  CHECK(worst_ulp(thimble_math_erf, [](double x) { return std::erf(x); }, -5, 5) <= 1.6);
  CHECK(worst_ulp(thimble_math_erf, [](double x) { return std::erf(x); }, 0.1f, 5) <= 1.6);
  CHECK(worst_ulp(thimble_math_sin, [](double x) { return std::sin(x); }, -3.4e38f, 3.4e38f) <= 1.6);
  CHECK(worst_ulp(thimble_math_sin, [](double x) { return std::sin(x); }, 0.1f, 2e5f) <= 1.6);
  CHECK(worst_ulp(thimble_math_cos, [](double x) { return std::cos(x); }, -3.4e38f, 3.4e38f) <= 1.6);
  CHECK(worst_ulp(thimble_math_cos, [](double x) { return std::cos(x); }, 0.1f, 2e5f) <= 1.6);
}

TEST_CASE("float_math: sqrt and the roundings are exact", "[kernels][unit]") {
  const auto root = [](double x) { return static_cast<double>(std::sqrt(static_cast<float>(x))); };
  CHECK(worst_ulp(thimble_math_sqrt, root, 1.18e-38f, 3.4e38f) == 0);
  CHECK(worst_ulp(thimble_math_sqrt, root, 1.0f, 4.0f) == 0);
  CHECK(thimble_math_sqrt(1e-45f) == std::sqrt(1e-45f));
  for (const float x : {-3e9f, -8388609.0f, -8388607.5f, -2.5f, -1.5f, -1.0f, -0.75f,     -0.5f,      -0.25f,      -0.0f, 0.0f,
                        0.25f, 0.49999997f, 0.5f,        1.5f,  2.5f,  3.5f,  8388606.5f, 8388607.5f, 16777216.0f, 3e38f}) {
    CAPTURE(x);
    CHECK(thimble_math_floor(x) == std::floor(x));
    CHECK(thimble_math_ceil(x) == std::ceil(x));
    CHECK(thimble_math_round(x) == std::nearbyint(x));
    CHECK(std::signbit(thimble_math_round(x)) == std::signbit(x));
  }
}

TEST_CASE("float_math: infinities have limits, NaN stays NaN", "[kernels][unit]") {
  CHECK(thimble_math_exp(kInf) == kInf);
  CHECK(thimble_math_exp(-kInf) == 0.0f);
  CHECK(thimble_math_log(0.0f) == -kInf);
  CHECK(thimble_math_log(kInf) == kInf);
  CHECK(std::isnan(thimble_math_log(-1.0f)));
  CHECK(thimble_math_log1p(-1.0f) == -kInf);
  CHECK(thimble_math_log1p(kInf) == kInf);
  CHECK(thimble_math_tanh(-kInf) == -1.0f);
  CHECK(thimble_math_logistic(-kInf) == 0.0f);
  CHECK(thimble_math_logistic(kInf) == 1.0f);
  CHECK(thimble_math_erf(kInf) == 1.0f);
  CHECK(thimble_math_sqrt(kInf) == kInf);
  CHECK(std::isnan(thimble_math_sqrt(-1.0f)));
  CHECK(std::isnan(thimble_math_sin(kInf)));
  for (const auto function :
       {thimble_math_exp, thimble_math_expm1, thimble_math_log, thimble_math_log1p, thimble_math_tanh, thimble_math_logistic,
        thimble_math_erf, thimble_math_sqrt, thimble_math_sin, thimble_math_cos, thimble_math_floor, thimble_math_round}) {
    CHECK(std::isnan(function(kNan)));
  }
}

TEST_CASE("float_pow: rounds the double result, and keeps C's special cases", "[kernels][property]") {
  Rng rng(seed());
  double worst = 0;
  for (int round = 0; round < 400000; ++round) {
    float x = thimble_float_of_bits(static_cast<std::uint32_t>(rng.next())),
          y = thimble_float_of_bits(static_cast<std::uint32_t>(rng.next()));
    if (round % 2 == 0) {
      x = static_cast<float>(std::ldexp(1 + rng.unit(), static_cast<int>(rng.uniform(-20, 20))));
      y = static_cast<float>(rng.uniform(-10000, 10000)) / 500;
      if (round % 4 == 0) x = -x, y = std::round(y);
    }
    const float got = thimble_math_pow(x, y);
    const double want = std::pow(static_cast<double>(x), static_cast<double>(y));
    const float rounded = static_cast<float>(want);
    CAPTURE(x, y, got, want);
    if (std::isnan(want)) {
      REQUIRE(std::isnan(got));
    } else if (std::fabs(want) < 1.18e-38) {
      REQUIRE(std::fabs(got) <= 1.2e-38f);
      REQUIRE(std::signbit(got) == std::signbit(rounded));
    } else if (std::isinf(rounded)) {
      REQUIRE(got == rounded);
    } else {
      worst = std::max(worst, ulp_error(got, want));
    }
  }
  CHECK(worst <= 0.51);
  for (const float x : {-kInf, -2.0f, -1.0f, -0.0f, 0.0f, 0.5f, 1.0f, 2.0f, kInf, kNan}) {
    for (const float y : {-kInf, -3.0f, -2.0f, -0.5f, 0.0f, 0.5f, 2.0f, 3.0f, kInf, kNan}) {
      CAPTURE(x, y);
      const float got = thimble_math_pow(x, y), want = std::pow(x, y);
      CHECK((got == want || (std::isnan(got) && std::isnan(want))));
      if (!std::isnan(want)) CHECK(std::signbit(got) == std::signbit(want));
    }
  }
}

TEST_CASE("half_float: every half is the float that the host makes of it", "[kernels][unit]") {
  for (std::uint32_t bits = 0; bits < 0x10000u; ++bits) {
    const float device = thimble_half_to_float(static_cast<std::uint16_t>(bits));
    REQUIRE(thimble_float_bits(device) == thimble_float_bits(float_of_half(static_cast<std::uint16_t>(bits))));
  }
}

}  // namespace thimble::test
