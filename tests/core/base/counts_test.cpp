#include "core/base/counts.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

using namespace thimble;

TEST_CASE("counts: thousands are grouped, also under zero", "[base][unit]") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(grouped(-999) == "-999");
  CHECK(grouped(-1000) == "-1,000");
  CHECK(grouped(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("counts: one of a kind is singular, none and many are plural", "[base][unit]") {
  CHECK(counted(1, "sample") == "1 sample");
  CHECK(counted(0, "sample") == "0 samples");
  CHECK(counted(12345, "sample") == "12,345 samples");
  CHECK(counted(1, "class", "classes") == "1 class");
  CHECK(counted(10, "class", "classes") == "10 classes");
  CHECK(counted(2, "pair of layers", "pairs of layers") == "2 pairs of layers");
}
