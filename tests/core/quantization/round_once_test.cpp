#include "core/quantization/round_once.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/base/rng.h"
#include "core/kernels/fixed_point.h"

extern "C" {
#include "core/kernels/device/requantize.h"
}

namespace thimble {
namespace {

struct Scales {
  float in, weight, out;
};

// out / (2 in weight), around which the multiplier's shift is from 0 to 11.
Scales random_scales(Rng& rng, double steps) {
  const float in = static_cast<float>(std::exp(6 * rng.unit() - 3)), out = static_cast<float>(std::exp(6 * rng.unit() - 3));
  return {in, static_cast<float>(static_cast<double>(out) / (2 * static_cast<double>(in) * steps)), out};
}

// Sums that other runtimes bring to another number than the device kernels do: with one rounding, ties to even, of a float product.
std::int64_t differing(const Scales& s) {
  const FixedPointScale fixed = weighted_scale(static_cast<double>(s.in), static_cast<double>(s.weight), static_cast<double>(s.out));
  const float factor = s.in * s.weight / s.out;
  const double step = static_cast<double>(s.out) / (static_cast<double>(s.in) * static_cast<double>(s.weight));
  std::int64_t count = 0;
  const auto look_at = [&](std::int32_t sum) {
    const auto once = static_cast<std::int32_t>(std::nearbyint(static_cast<float>(sum) * factor));
    count += thimble_requantize(sum, fixed.multiplier, fixed.shift) != once ? 1 : 0;
  };
  // Around every tie; between them nothing is near a rounding's edge.
  for (std::int32_t k = -255; k < 255; ++k) {
    const auto tie = static_cast<std::int32_t>(std::floor((k + 0.5) * step));
    for (std::int32_t sum = tie - 3; sum <= tie + 4; ++sum) look_at(sum);
  }
  return count;
}

}  // namespace

TEST_CASE("round_once: rounding once or twice gives the same integers", "[quantization][property]") {
  Rng rng(1);
  std::int64_t before = 0, changed = 0;
  for (int i = 0; i < 2000; ++i) {
    Scales scales = random_scales(rng, std::exp(7 * rng.unit() + 0.5));
    const float grown = scale_of_one_rounding(scales.weight, static_cast<double>(scales.in), static_cast<double>(scales.out));
    CHECK(grown >= scales.weight);
    CHECK(grown <= scales.weight * 1.1251f);
    if (grown == scales.weight) continue;
    ++changed;
    before += differing(scales);
    scales.weight = grown;
    const std::int64_t differ = differing(scales);
    if (differ > 0) UNSCOPED_INFO(scales.in << " * " << scales.weight << " / " << scales.out);
    CHECK(differ == 0);
  }
  CHECK(changed > 1000);
  CHECK(before > 50 * changed);  // so that the comparison sees what it is about
}

TEST_CASE("round_once: a scale that would have to grow much is left alone, and so is none at all", "[quantization][unit]") {
  CHECK(scale_of_one_rounding(0.9f, 1, 1) == 0.9f);       // over a half there is no second rounding
  CHECK(scale_of_one_rounding(0.1666f, 1, 1) > 0.1666f);  // 1 / 6 is near
  CHECK(scale_of_one_rounding(0.13f, 1, 1) == 0.13f);     // 1 / 6 is not, and 1 / 8 is less
  CHECK(scale_of_one_rounding(1e-30f, 1, 1) == 1e-30f);
}

}  // namespace thimble
