#include "core/kernels/lookup_tables.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/interpolate_s16.h"
}

namespace thimble::test {

TEST_CASE("8-bit tables: the nearest number to the function, and never falling", "[kernels][property]") {
  Rng rng(seed());
  for (int i = 0; i < 100; ++i) {
    const float scale = static_cast<float>(std::exp((rng.unit() - 0.8) * 8));
    const auto zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const std::vector<std::int8_t> logistic = logistic_table_s8(scale, zero_point, 1.0 / 256, -128);
    const std::vector<std::int8_t> tangent = tanh_table_s8(scale, zero_point, 1.0 / 128, 0);
    REQUIRE(logistic.size() == 256);
    REQUIRE(tangent.size() == 256);
    CHECK(std::is_sorted(logistic.begin(), logistic.end()));
    CHECK(std::is_sorted(tangent.begin(), tangent.end()));
    for (int q = -128; q <= 127; ++q) {
      const double x = static_cast<double>(scale) * (q - zero_point);
      const double p = std::min(256 / (1 + std::exp(-x)) - 128, 127.0), t = std::min(128 * std::tanh(x), 127.0);
      REQUIRE(std::abs(logistic[static_cast<std::size_t>(q + 128)] - p) < 0.5001);
      REQUIRE(std::abs(tangent[static_cast<std::size_t>(q + 128)] - t) < 0.5001);
    }
  }
}

TEST_CASE("16-bit tables: interpolation is within two units of the function", "[kernels][property]") {
  const std::vector<std::int16_t> exp_table = softmax_exp_table_s16(), reciprocal = softmax_reciprocal_table_s16();
  REQUIRE(exp_table.size() == 513);
  REQUIRE(reciprocal.size() == 513);
  for (std::int32_t q = -32768; q <= 32767; ++q) {
    const double unit = (q + 32768) / 65536.0;
    REQUIRE(std::abs(thimble_interpolate_s16(q, exp_table.data()) - std::exp(unit * 10 - 10) * 32768) < 2);
    REQUIRE(std::abs(thimble_interpolate_s16(q, reciprocal.data()) - 32768 / (1 + unit)) < 2);
  }
}

TEST_CASE("sigmoid table: known points of the published table", "[kernels][golden]") {
  const std::vector<std::int16_t> table = sigmoid_table_s16();
  REQUIRE(table.size() == 256);
  const std::pair<std::size_t, int> known[] = {{0, 32768},  {1, 33451},  {4, 35493},   {24, 47911},  {31, 51409},
                                               {62, 60935}, {86, 63765}, {128, 65221}, {254, 65534}, {255, 65535}};
  for (const auto& [i, value] : known) CHECK(table[i] + 32768 == value);
}

}  // namespace thimble::test
