#include "core/quantization/output_noise.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

using namespace thimble;
using Catch::Approx;

TEST_CASE("output_noise: SQNR in decibel, and its ends", "[quantization][unit]") {
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

TEST_CASE("output_noise: an output of small numbers does not hide behind one of large", "[quantization][unit]") {
  OutputNoise noise;
  noise.add(0, std::vector<float>{1000, 2000}, std::vector<float>{1000, 2000});
  noise.add(1, std::vector<float>{3, 4}, std::vector<float>{3, 4.5f});
  CHECK(noise.worst_db() == Approx(20));
}
