#include "core/quantization/histogram.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/rng.h"

namespace thimble {
namespace {

std::vector<float> values_of(std::uint64_t seed, std::size_t count, double low, double high) {
  Rng rng(seed);
  std::vector<float> out(count);
  for (float& value : out) value = static_cast<float>(low + (high - low) * rng.unit() * rng.unit());
  return out;
}

// Every value on its own, into bins of the final width.
void check_counts(const Histogram& histogram, const std::vector<float>& values) {
  std::vector<std::int64_t> positive(Histogram::kBins, 0), negative(Histogram::kBins, 0);
  std::int64_t zeros = 0;
  for (const float value : values) {
    const auto bin = [&] { return static_cast<std::size_t>(std::floor(std::fabs(static_cast<double>(value)) / histogram.width())); };
    if (value == 0) ++zeros;
    if (value > 0) ++positive[bin()];
    if (value < 0) ++negative[bin()];
  }
  CHECK(histogram.zeros() == zeros);
  CHECK(histogram.total() == static_cast<std::int64_t>(values.size()));
  const auto same = [](std::span<const std::int64_t> is, const std::vector<std::int64_t>& expected) {
    return is.empty() ? std::all_of(expected.begin(), expected.end(), [](auto n) { return n == 0; })
                      : std::equal(is.begin(), is.end(), expected.begin(), expected.end());
  };
  CHECK(same(histogram.positive(), positive));
  CHECK(same(histogram.negative(), negative));
  CHECK(histogram.least() == *std::min_element(values.begin(), values.end()));
  CHECK(histogram.largest() == *std::max_element(values.begin(), values.end()));
}

}  // namespace

TEST_CASE("histogram: it is what counting every value on its own gives", "[quantization][property]") {
  for (const double high : {1e-30, 1e-6, 0.7, 1.0, 4096.0, 1e30}) {
    for (const double low : {0.0, -high, -high / 1000, -high * 3}) {
      std::vector<float> values = values_of(7, 1003, low, high);
      values.insert(values.end(), {0.0f, -0.0f});
      Histogram histogram;
      REQUIRE(histogram.add(values));
      check_counts(histogram, values);
      Histogram extent;
      REQUIRE(extent.add_extent(values));
      CHECK((extent.least() == histogram.least() && extent.largest() == histogram.largest() && extent.total() == histogram.total()));
    }
  }
}

TEST_CASE("histogram: parts in any order give the same as the whole", "[quantization][property]") {
  std::vector<float> values = values_of(11, 5000, -3, 9);
  values[4000] = 700;  // makes the bins four orders wider, late
  Histogram whole, reversed;
  REQUIRE(whole.add(values));
  for (std::size_t end = values.size(); end > 0; end -= 10) REQUIRE(reversed.add(std::span(values).subspan(end - 10, 10)));
  CHECK(whole == reversed);
}

TEST_CASE("histogram: quantiles are those of the sorted values, to a bin", "[quantization][property]") {
  for (const double low : {-5.0, 0.0}) {
    std::vector<float> values = values_of(3, 20000, low, 5);
    Histogram histogram;
    REQUIRE(histogram.add(values));
    std::sort(values.begin(), values.end());
    for (const double share : {0.0, 0.001, 0.25, 0.5, 0.9, 0.999, 1.0}) {
      const auto at = static_cast<std::size_t>(std::max(0.0, std::ceil(share * 20000) - 1));
      CHECK(std::fabs(histogram.quantile(share) - static_cast<double>(values[at])) <= 2 * static_cast<double>(histogram.width()));
    }
  }
}

TEST_CASE("histogram: NaN and infinity are refused, and nothing is counted", "[quantization][unit]") {
  Histogram histogram;
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    for (std::size_t place : {0u, 5u, 8u}) {
      std::vector<float> values(9, 1.0f);
      values[place] = bad;
      CHECK_FALSE(histogram.add(values));
    }
  }
  CHECK(histogram.total() == 0);
  CHECK(histogram == Histogram{});
}

}  // namespace thimble
