#include "core/targets/fit_check.h"

#include <catch2/catch_all.hpp>

namespace thimble {

TEST_CASE("fit: fullness is rounded to the nearest percent, and never to none", "[targets][unit]") {
  const Device& device = *find_device("stm32f401");
  const MemoryNeed need{.arena_bytes = 9504, .constant_bytes = 4000, .code_bytes = 0, .stack_bytes = 0};
  CHECK(check_fit(device, need).summary == "fits: RAM 10 % full; flash <1 % full");
}

TEST_CASE("fit: exactly full fits, one byte more does not, for each memory", "[targets][unit]") {
  Device device = *find_device("stm32f401");
  const MemoryNeed full{
      .arena_bytes = device.arena_bytes - 1024, .constant_bytes = device.flash_bytes - 4096, .code_bytes = 4096, .stack_bytes = 1024};
  CHECK(check_fit(device, full).fits);
  MemoryNeed more = full;
  more.stack_bytes++;
  CHECK_FALSE(check_fit(device, more).fits);
  more = full;
  more.code_bytes++;
  CHECK_FALSE(check_fit(device, more).fits);
  more = full;
  more.arena_bytes++;
  CHECK_FALSE(check_fit(device, more).fits);
}

TEST_CASE("fit: an arena has to fit one range of RAM, however much there is in all", "[targets][unit]") {
  const Device* device = find_device("stm32h743");
  REQUIRE(device);
  const FitReport report = check_fit(*device, {.arena_bytes = 600 * 1024, .constant_bytes = 1, .code_bytes = 1, .stack_bytes = 1});
  CHECK_FALSE(report.fits);
  CHECK_THAT(report.summary,
             Catch::Matchers::ContainsSubstring("does not fit: arena in one range of RAM: needs 600 KiB, there are 512 KiB"));
  CHECK(report.items[1].fits());
}

TEST_CASE("fit: where programs are loaded into RAM, constants count there", "[targets][unit]") {
  const Device* device = find_device("coral_dev_board");
  REQUIRE(device);
  MemoryNeed need{.arena_bytes = 1 << 20, .constant_bytes = device->ram_bytes - (1 << 20), .code_bytes = 0, .stack_bytes = 0};
  CHECK(check_fit(*device, need).fits);
  need.code_bytes = 1;
  CHECK_FALSE(check_fit(*device, need).fits);
}

TEST_CASE("fit: sizes beyond 64 bits do not wrap round to a fit", "[targets][unit]") {
  const FitReport report =
      check_fit(*find_device("stm32f401"), {.arena_bytes = 0, .constant_bytes = INT64_MAX, .code_bytes = INT64_MAX, .stack_bytes = 0});
  CHECK_FALSE(report.fits);
}

}  // namespace thimble
