#include "core/pipeline/score.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/rng.h"

using namespace thimble;
using Catch::Approx;

namespace {

// Sum of twelve: near enough to a normal distribution of variance 1.
double normal(Rng& rng) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += rng.unit();
  return sum;
}

std::vector<std::pair<float, bool>> two_normals(Rng& rng, int positives, int negatives, double distance) {
  std::vector<std::pair<float, bool>> out;
  for (int i = 0; i < positives; ++i) out.emplace_back(static_cast<float>(normal(rng) + distance), true);
  for (int i = 0; i < negatives; ++i) out.emplace_back(static_cast<float>(normal(rng)), false);
  return out;
}

}  // namespace

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
    const std::optional<Estimate> area = area_under_curve(scores);
    REQUIRE(area.has_value());
    REQUIRE(area->value == Approx(above / pairs));
  }
  CHECK_FALSE(area_under_curve({{1.0f, true}, {2.0f, true}}).has_value());
  CHECK_FALSE(area_under_curve({}).has_value());
}

TEST_CASE("score: the interval of an area ends where the area is 1.96 of its own errors away", "[pipeline][unit]") {
  Rng rng(3);
  const Estimate found = *area_under_curve(two_normals(rng, 51, 58, 1.75));
  for (const double bound : {found.low, found.high}) {
    const double q1 = bound / (2 - bound), q2 = 2 * bound * bound / (1 + bound), square = bound * bound;
    const double variance = (bound * (1 - bound) + 53.5 * (q1 - square) + 53.5 * (q2 - square)) / (51 * 58);
    CHECK(std::fabs(found.value - bound) == Approx(1.959964 * std::sqrt(variance)));
  }
  const Estimate perfect = *area_under_curve({{1.0f, true}, {2.0f, true}, {0.5f, false}, {0.2f, false}});
  CHECK(perfect.value == 1);
  CHECK(perfect.high == 1);
  CHECK(perfect.low < 0.7);
  const Estimate wrong = *area_under_curve({{0.1f, true}, {0.2f, true}, {0.5f, false}, {0.9f, false}});
  CHECK(wrong.low == 0);
  CHECK(wrong.high == Approx(1 - perfect.low).margin(0.05));
}

TEST_CASE("score: the interval of an area holds the true one in 95 of 100 samples", "[pipeline][property]") {
  struct Setting {
    int positives, negatives;
    double distance;
  };
  constexpr int kRounds = 2000;
  for (const Setting& setting : {Setting{20, 20, 1}, {100, 100, 1}, {15, 200, 1.5}, {200, 15, 1.5}, {50, 50, 2.5}, {30, 30, 0}}) {
    Rng rng(17);
    const double truth = 0.5 * std::erfc(-setting.distance / 2);  // of two normal distributions with variance 1
    int inside = 0;
    for (int round = 0; round < kRounds; ++round) {
      const Estimate area = *area_under_curve(two_normals(rng, setting.positives, setting.negatives, setting.distance));
      REQUIRE((0 <= area.low && area.low <= area.value && area.value <= area.high && area.high <= 1));
      inside += area.low <= truth && truth <= area.high ? 1 : 0;
    }
    INFO(setting.positives << " and " << setting.negatives << ", " << setting.distance << ": " << inside);
    CHECK(inside > 0.93 * kRounds);
    CHECK(inside < 0.985 * kRounds);
  }
}

TEST_CASE("score: the interval of a mean error holds the true one in 95 of 100 samples", "[pipeline][property]") {
  constexpr int kRounds = 2000;
  for (const int count : {50, 200, 1000}) {
    Rng rng(23);
    int inside = 0;
    for (int round = 0; round < kRounds; ++round) {
      ErrorMean mean;
      for (int i = 0; i < count; ++i) mean.add(0.5 * (std::pow(normal(rng), 2) + std::pow(normal(rng), 2)));  // two targets
      const Estimate found = mean.estimate();
      inside += found.low <= 1 && 1 <= found.high ? 1 : 0;
    }
    INFO(count << ": " << inside);
    CHECK(inside > 0.92 * kRounds);
    CHECK(inside < 0.97 * kRounds);
  }
  ErrorMean one;
  one.add(4);
  CHECK(one.estimate().low == one.estimate().high);
}

TEST_CASE("score: variance around the mean vector", "[pipeline][unit]") {
  VectorVariance variance;
  CHECK(variance.variance() == 0);
  for (const float x : {1.0f, 2.0f, 3.0f}) variance.add(std::vector<float>{x + 1000, 5});
  CHECK(variance.variance() == Approx(2.0 / 3 / 2));
}
