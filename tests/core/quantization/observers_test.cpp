#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/base/rng.h"
#include "core/quantization/observer_def.h"

namespace thimble {
namespace {

// Bell-shaped values with a few far out, as activations have them; half of them zeros when `rectified`.
std::vector<float> activations(std::uint64_t seed, std::size_t count, bool rectified) {
  Rng rng(seed);
  std::vector<float> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    double sum = -3;
    for (int k = 0; k < 6; ++k) sum += rng.unit();
    if (i % 4001 == 0) sum *= 12;
    out[i] = static_cast<float>(rectified ? std::max(sum, 0.0) : sum + 0.3);
  }
  return out;
}

Histogram histogram_of(const std::vector<float>& values) {
  Histogram out;
  REQUIRE(out.add(values));
  return out;
}

Range range_of(std::string_view observer, const Histogram& histogram, const ObserverOptions& options = {}) {
  return find_observer(observer)->range(histogram, options);
}

// Each value really clipped and rounded.
double true_error(const std::vector<float>& values, const Range& range, int levels) {
  const double step = (range.high - range.low) / levels;
  double sum = 0;
  for (const float value : values) {
    const double clipped = std::clamp(static_cast<double>(value), range.low, range.high);
    const double rounded = step > 0 ? std::round(clipped / step) * step : 0;
    sum += (rounded - value) * (rounded - value);
  }
  return sum / static_cast<double>(values.size());
}

double best_true_error(const std::vector<float>& values, const Range& whole, int levels) {
  double best = INFINITY;
  for (int low = 0; low <= 32; ++low) {
    for (int high = 1; high <= 32; ++high) {
      best = std::min(best, true_error(values, {whole.low * low / 32, whole.high * high / 32}, levels));
    }
    if (whole.low == 0) break;
  }
  return best;
}

// The divergence as it is defined, from the two distributions written out: P with what was cut in its last bins, Q of the kept
// values with `levels` steps over both sides, an empty bin counted as a thousandth of a value.
double divergence(const Histogram& histogram, double bound, int levels) {
  std::vector<double> p, q;
  double span = 0;
  const auto bins_of = [&](std::span<const std::int64_t> side) {
    std::vector<double> bins(side.size() / 2, 0.0);
    for (std::size_t i = 0; i < side.size(); ++i) bins[i / 2] += static_cast<double>(side[i]);
    while (!bins.empty() && bins.back() == 0) bins.pop_back();
    return bins;
  };
  const double width = 2 * static_cast<double>(histogram.width());
  const auto whole_bound = static_cast<std::size_t>(std::lround(bound / width));
  const std::vector<double> sides[] = {bins_of(histogram.positive()), bins_of(histogram.negative())};
  for (const auto& bins : sides) span += static_cast<double>(std::min(whole_bound, bins.size()));
  for (const auto& bins : sides) {
    const std::size_t kept = std::min(whole_bound, bins.size());
    if (kept == 0) continue;
    const double per_group = static_cast<double>(kept) / std::max(1.0, levels * static_cast<double>(kept) / span);
    std::vector<std::vector<std::size_t>> groups(1);
    for (std::size_t i = 0; i < kept; ++i) {
      const double group = std::floor(static_cast<double>(groups.back().empty() ? i : groups.back()[0]) / per_group) + 1;
      if (!groups.back().empty() && static_cast<double>(i) >= std::ceil(group * per_group)) groups.emplace_back();
      groups.back().push_back(i);
    }
    for (const auto& group : groups) {
      double sum = 0, filled = 0;
      for (const std::size_t i : group) sum += bins[i], filled += bins[i] > 0;
      for (const std::size_t i : group) {
        double cut = 0;
        for (std::size_t k = kept; k < bins.size() && i + 1 == kept; ++k) cut += bins[k];
        p.push_back(bins[i] + cut);
        q.push_back(bins[i] > 0 ? sum / filled : 0);
      }
    }
  }
  double p_sum = 0, q_sum = 0, out = 0;
  for (const double n : p) p_sum += n;
  for (const double n : q) q_sum += n;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) out += p[i] / p_sum * std::log(p[i] / p_sum / (std::max(q[i], 1e-3) / q_sum));
  }
  return out;
}

}  // namespace

TEST_CASE("minmax: the ends are the least and largest value, and 0 is inside", "[quantization][unit]") {
  CHECK(range_of("minmax", histogram_of({1.5f, 3.0f})) == Range{0, 3});
  CHECK(range_of("minmax", histogram_of({-1.5f, -0.25f})) == Range{-1.5, 0});
  CHECK(range_of("minmax", histogram_of({-1.5f, 4.0f})) == Range{-1.5, 4});
  CHECK(range_of("minmax", histogram_of({-1.5f, 4.0f}), {.symmetric = true}) == Range{-4, 4});
  CHECK(range_of("minmax", histogram_of({0.0f})) == Range{0, 0});
}

TEST_CASE("percentile: what lies outside is the share that was asked for", "[quantization][property]") {
  for (const bool rectified : {false, true}) {
    const std::vector<float> values = activations(5, 100000, rectified);
    const Histogram histogram = histogram_of(values);
    for (const double percentile : {90.0, 99.0, 99.9, 99.99}) {
      const Range range = range_of("percentile", histogram, {.percentile = percentile});
      const auto above = std::count_if(values.begin(), values.end(), [&](float v) { return static_cast<double>(v) > range.high; });
      const auto below = std::count_if(values.begin(), values.end(), [&](float v) { return static_cast<double>(v) < range.low; });
      const double wanted = (1 - percentile / 100) / 2 * 100000;
      CHECK(std::fabs(static_cast<double>(above) - wanted) <= wanted * 0.1 + 5);
      CHECK((rectified ? below == 0 : std::fabs(static_cast<double>(below) - wanted) <= wanted * 0.1 + 5));
    }
    CHECK(range_of("percentile", histogram, {.percentile = 100}) == range_of("minmax", histogram));
  }
}

TEST_CASE("mse: no range of a grid has a smaller error of the real values, by more than 2 %", "[quantization][property]") {
  for (const bool rectified : {false, true}) {
    for (const int levels : {15, 255}) {
      const std::vector<float> values = activations(9, 20000, rectified);
      const Histogram histogram = histogram_of(values);
      const Range range = range_of("mse", histogram, {.levels = levels});
      const Range whole = range_of("minmax", histogram);
      const double error = true_error(values, range, levels);
      CHECK(error <= 1.02 * best_true_error(values, whole, levels));
      CHECK(error <= 1.02 * true_error(values, whole, levels));
      CHECK(range.low >= whole.low);
      CHECK(range.high <= whole.high);
    }
  }
}

TEST_CASE("mse: its error by prefix sums is quantization_error's by walking over the bins", "[quantization][property]") {
  const Histogram histogram = histogram_of(activations(13, 20000, false));
  const Range best = range_of("mse", histogram);
  const double error = quantization_error(histogram, best, 255);
  const Range whole = range_of("minmax", histogram);
  for (int low = 1; low <= 128; ++low) {
    if (quantization_error(histogram, {whole.low * low / 128, best.high}, 255) < error * (1 - 1e-9)) FAIL("low " << low << " is better");
    if (quantization_error(histogram, {best.low, whole.high * low / 128}, 255) < error * (1 - 1e-9)) FAIL("high " << low << " is better");
  }
}

TEST_CASE("entropy: far outliers are cut, an even spread is kept", "[quantization][property]") {
  for (const bool rectified : {false, true}) {
    const Histogram histogram = histogram_of(activations(21, 200000, rectified));
    const Range whole = range_of("minmax", histogram), range = range_of("entropy", histogram);
    CHECK(range.high < 0.6 * whole.high);
    CHECK(range.high > 1.5);  // the bell reaches to 3
    CHECK(range_of("entropy", histogram) == range);
  }
  Rng rng(1);
  std::vector<float> even(200000);
  for (float& value : even) value = static_cast<float>(rng.unit());
  const Histogram histogram = histogram_of(even);
  CHECK(range_of("entropy", histogram).high > 0.95 * range_of("minmax", histogram).high);
}

TEST_CASE("entropy: no other bound has a smaller divergence, computed from its definition", "[quantization][property]") {
  for (const bool rectified : {false, true}) {
    const Histogram histogram = histogram_of(activations(23, 30000, rectified));
    const Range whole = range_of("minmax", histogram), chosen = range_of("entropy", histogram);
    const double best = divergence(histogram, chosen.high, 255);
    CHECK(best > 0);
    for (int part = 16; part <= 64; ++part) {
      const double bound = whole.high * part / 64;
      // Bounds of the search lie 1/128 of the bins apart, so a bound between two may be a little better.
      if (divergence(histogram, bound, 255) < best * 0.97) FAIL("bound " << bound << " beats " << chosen.high);
    }
  }
}

TEST_CASE("observers: every one answers a range with 0 inside what was seen, for every kind of tensor", "[quantization][property]") {
  for (const NamedObserver& observer : all_observers()) {
    for (const bool symmetric : {false, true}) {
      for (const std::vector<float>& values : {std::vector<float>{0.0f, 0.0f},
                                               {5.0f},
                                               {-5.0f},
                                               {1e-35f, -1e-35f},
                                               {-1e30f, 3.0f},
                                               activations(2, 3000, true),
                                               activations(2, 3000, false)}) {
        INFO(observer.name << (symmetric ? " symmetric" : ""));
        const Histogram histogram = histogram_of(values);
        const Range whole = range_of("minmax", histogram, {.symmetric = symmetric});
        const Range range = observer.def->range(histogram, {.symmetric = symmetric});
        CHECK((range.low <= 0 && range.high >= 0 && range.low >= whole.low && range.high <= whole.high));
        CHECK((!symmetric || range.low == -range.high));
        CHECK((whole.high == whole.low || range.high > range.low));
      }
    }
  }
}

}  // namespace thimble
