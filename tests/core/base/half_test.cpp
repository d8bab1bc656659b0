#include "core/base/half.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

namespace thimble {

TEST_CASE("half: every half comes back from float as it was", "[base][property]") {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const float value = float_of_half(static_cast<std::uint16_t>(bits));
    if (std::isnan(value)) {
      CHECK((half_of(value) & 0x7fffu) > 0x7c00u);
    } else if (half_of(value) != bits) {
      FAIL("half " << bits << " came back as " << half_of(value));
    }
  }
}

TEST_CASE("half: the nearest half is taken, ties go to the even one", "[base][property]") {
  for (std::uint32_t bits = 0; bits < 0x7bff; ++bits) {
    const float low = float_of_half(static_cast<std::uint16_t>(bits)), high = float_of_half(static_cast<std::uint16_t>(bits + 1));
    const float middle = (low + high) / 2;  // exact: one more bit than a half has
    const std::uint32_t even = bits % 2 == 0 ? bits : bits + 1;
    const bool good = half_of(middle) == even && half_of(std::nextafterf(middle, 0.0f)) == bits &&
                      half_of(std::nextafterf(middle, high)) == bits + 1 && half_of(-middle) == (even | 0x8000u);
    if (!good) FAIL("around the middle of halves " << bits << " and " << bits + 1);
  }
}

TEST_CASE("half: what is too large is infinite", "[base][unit]") {
  CHECK(half_of(kHalfMax) == 0x7bff);
  CHECK(half_of(65519.996f) == 0x7bff);
  CHECK(half_of(65520.0f) == 0x7c00);
  CHECK(half_of(-1e30f) == 0xfc00);
  CHECK(half_of(std::numeric_limits<float>::infinity()) == 0x7c00);
  CHECK(half_of(1e-30f) == 0);
}

}  // namespace thimble
