#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "core/kernels/fixed_point.h"
#include "core/kernels/lookup_tables.h"
#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/softmax_s16.h"
#include "core/kernels/device/softmax_s8.h"
}

namespace thimble::test {
namespace {

template <class T>
std::vector<double> softmax(const std::vector<T>& input, double scale) {
  const double max = *std::max_element(input.begin(), input.end());
  std::vector<double> out;
  for (const T value : input) out.push_back(std::exp((value - max) * scale));
  const double sum = std::accumulate(out.begin(), out.end(), 0.0);
  for (double& value : out) value /= sum;
  return out;
}

std::vector<std::int8_t> run_s8(const std::vector<std::int8_t>& input, std::int32_t rows, double in_scale) {
  const SoftmaxScale scale = softmax_scale(in_scale, 1.0);
  const thimble_softmax_s8_params p{.rows = rows,
                                    .depth = static_cast<std::int32_t>(input.size()) / rows,
                                    .in_multiplier = scale.multiplier,
                                    .in_shift = scale.shift,
                                    .diff_min = scale.diff_min};
  return run_kernel<std::int8_t>(KernelId::softmax_s8, p, {input.data()}, {}, input.size());
}

}  // namespace

TEST_CASE("softmax_s8: within one step of real softmax", "[kernels][property]") {
  Rng rng(seed());
  constexpr std::size_t kDepths[] = {1, 2, 3, 10, 17, 200};
  for (int round = 0; round < 300; ++round) {
    const auto input = random_vector<std::int8_t>(rng, pick(rng, kDepths), -128, 127);
    const double scale = static_cast<float>(std::exp((rng.unit() - 0.7) * 8));
    const auto out = run_s8(input, 1, scale);
    const std::vector<double> exact = softmax(input, scale);
    for (std::size_t i = 0; i < out.size(); ++i) REQUIRE(std::abs(out[i] - std::min(exact[i] * 256 - 128, 127.0)) <= 1.0);
  }
}

TEST_CASE("softmax_s8: known answers", "[kernels][unit]") {
  CHECK(run_s8({5}, 1, 0.1) == std::vector<std::int8_t>{127});                // 1 saturates to 255/256
  CHECK(run_s8({-128, -128}, 1, 0.1) == std::vector<std::int8_t>{0, 0});      // a half each
  CHECK(run_s8({-128, 127}, 1, 1.0) == std::vector<std::int8_t>{-128, 127});  // e^-255
  CHECK(run_s8({1, 1, 1, 1, 3, 3, 3, 3}, 2, 0.5) == std::vector<std::int8_t>(8, -64));
}

TEST_CASE("softmax_s8: shares too small for a step are 0, for as many classes as the sum can hold", "[kernels][unit]") {
  for (const std::size_t depth : {512U, 600U, 1024U, 2047U}) {
    CAPTURE(depth);
    const auto out = run_s8(std::vector<std::int8_t>(depth, 7), 1, 0.1);
    CHECK(std::all_of(out.begin(), out.end(), [](std::int8_t value) { return value == -128; }));
  }
}

// The exponential stops at exp(-10), 1.5 steps, so every class that is further away adds as much to the sum.
TEST_CASE("softmax_s16: within ten steps of real softmax and two for each class in the sum, also in place", "[kernels][property]") {
  Rng rng(seed());
  constexpr std::size_t kDepths[] = {1, 2, 3, 10, 17, 300};
  const std::vector<std::int16_t> exp_table = softmax_exp_table_s16(), reciprocal_table = softmax_reciprocal_table_s16();
  for (int round = 0; round < 300; ++round) {
    auto input = random_vector<std::int16_t>(rng, pick(rng, kDepths), -32768, 32767);
    const double scale = static_cast<float>(std::exp(-rng.unit() * 4 - 5));
    const FixedPointScale fixed = softmax_s16_scale(scale, 1.0);
    const thimble_softmax_s16_params p{
        .rows = 1, .depth = static_cast<std::int32_t>(input.size()), .in_multiplier = fixed.multiplier, .in_shift = fixed.shift};
    const auto out =
        run_kernel<std::int16_t>(KernelId::softmax_s16, p, {input.data()}, {exp_table.data(), reciprocal_table.data()}, input.size());
    const std::vector<double> exact = softmax(input, scale);
    for (std::size_t i = 0; i < out.size(); ++i)
      REQUIRE(std::abs(out[i] - exact[i] * 32768) <= 10 + 2 * exact[i] * static_cast<double>(out.size()));
    REQUIRE(kernel_def(KernelId::softmax_s16).in_place);
    thimble_softmax_s16(&p, input.data(), exp_table.data(), reciprocal_table.data(), input.data());
    REQUIRE(input == out);
  }
}

}  // namespace thimble::test
