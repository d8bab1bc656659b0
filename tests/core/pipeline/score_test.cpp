#include "core/pipeline/score.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/rng.h"

using namespace thimble;
using Catch::Approx;

TEST_CASE("score: Wilson's interval is the published one", "[pipeline][unit]") {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  const Share a = wilson_share(81, 263);
  CHECK(a.low == Approx(0.2553).margin(5e-5));
  CHECK(a.high == Approx(0.3662).margin(5e-5));
  const Share b = wilson_share(15, 148);
  CHECK(b.low == Approx(0.0624).margin(5e-5));
  CHECK(b.high == Approx(0.1605).margin(5e-5));
  const Share c = wilson_share(0, 20);
  CHECK(c.low == 0);
  CHECK(c.high == Approx(0.1611).margin(5e-5));
  const Share d = wilson_share(29, 29);
  CHECK(d.low == Approx(0.8830).margin(5e-5));
  CHECK(d.high == 1);
  CHECK(wilson_share(0, 0).high == 1);
}

TEST_CASE("score: argmax is the first of the largest and passes over NaN", "[pipeline][unit]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(argmax(std::vector<float>{1, 3, 3}) == 1);
  CHECK(argmax(std::vector<float>{nan, -3, nan}) == 1);
  CHECK(argmax(std::vector<float>{nan}) == -1);
  CHECK(argmax(std::vector<float>{}) == -1);
}

TEST_CASE("score: rank is the place in a sorted list", "[pipeline][property]") {
  Rng rng(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<float> values(8);
    for (float& value : values) value = static_cast<float>(rng.uniform(0, 4));
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5, 6, 7};
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] != values[b] ? values[a] > values[b] : a < b; });
    for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(rank_of(values, order[i]) == static_cast<std::int64_t>(i));
    REQUIRE(rank_of(values, static_cast<std::size_t>(argmax(values))) == 0);
  }
}

TEST_CASE("score: the area under the curve is the share of pairs in order", "[pipeline][property]") {
  Rng rng(11);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::pair<float, bool>> scores;
    for (int i = 0; i < 40; ++i) scores.emplace_back(static_cast<float>(rng.uniform(0, 9)), rng.uniform(0, 1) == 1);
    double above = 0, pairs = 0;
    for (const auto& [positive, is] : scores) {
      for (const auto& [negative, other] : scores) {
        if (!is || other) continue;
        pairs += 1;
        above += positive > negative ? 1 : positive == negative ? 0.5 : 0;
      }
    }
    const std::optional<double> area = area_under_curve(scores);
    REQUIRE(area.has_value());
    REQUIRE(*area == Approx(above / pairs));
  }
  CHECK_FALSE(area_under_curve({{1.0f, true}, {2.0f, true}}).has_value());
  CHECK_FALSE(area_under_curve({}).has_value());
}

TEST_CASE("score: SQNR in decibel, and its ends", "[pipeline][unit]") {
  NoiseSum sum;
  sum.add(std::vector<float>{3, 4}, std::vector<float>{3, 4.5f});
  CHECK(sum.sqnr_db() == Approx(10 * std::log10(25 / 0.25)));
  NoiseSum none;
  none.add(std::vector<float>{1}, std::vector<float>{1});
  CHECK(none.sqnr_db() == kExactSqnrDb);
  NoiseSum broken;
  broken.add(std::vector<float>{1}, std::vector<float>{std::numeric_limits<float>::quiet_NaN()});
  CHECK(broken.sqnr_db() == -kExactSqnrDb);
  NoiseSum silent;
  silent.add(std::vector<float>{0}, std::vector<float>{1});
  CHECK(silent.sqnr_db() == -kExactSqnrDb);
}
