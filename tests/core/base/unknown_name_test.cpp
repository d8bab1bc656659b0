#include "core/base/unknown_name.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;

TEST_CASE("unknown_name: asks for the nearest name, and for none where none is near", "[base][unit]") {
  CHECK(unknown_name("option", "sed", {"seed", "goal"}) == "no option `sed`; did you mean `seed`?");
  CHECK(unknown_name("device", "toaster", {"stm32f411", "rp2040"}) == "no device `toaster`");
  CHECK(unknown_name("field", "\x1b[2J", {}) == "no field `?[2J`");
}
