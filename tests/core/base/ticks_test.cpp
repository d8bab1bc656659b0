#include "core/base/ticks.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

using namespace thimble;

TEST_CASE("tick_step: 1, 2 or 5 times a power of ten, about as many as wanted", "[base][property]") {
  for (double width = 1e-9; width < 1e9; width *= 1.37) {
    for (const int wanted : {2, 4, 5, 8}) {
      const double step = tick_step(width, wanted);
      const double digit = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
      CHECK((std::fabs(digit - 1) < 1e-6 || std::fabs(digit - 2) < 1e-6 || std::fabs(digit - 5) < 1e-6));
      CHECK(width / step <= wanted + 1e-6);
      CHECK(width / step >= wanted / 2.6);
    }
  }
}

TEST_CASE("ticks_between: on multiples of the step, inside, with the decimals that tell them apart", "[base][unit]") {
  const auto ticks = ticks_between(-0.31, 0.4, 0.1);
  REQUIRE(ticks.size() == 8);
  CHECK(ticks[0].text == "-0.3");
  CHECK(ticks[3].text == "0.0");
  CHECK(ticks[7].text == "0.4");
  CHECK(ticks_between(1, 0, 1).empty());
  CHECK(ticks_between(0, 1e9, 1e-9).size() == 1000);
  CHECK(ticks_between(0, std::nan(""), 1).empty());
}
