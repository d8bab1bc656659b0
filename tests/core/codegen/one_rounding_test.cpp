#include "core/codegen/emitters/one_rounding.h"

#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/rng.h"

extern "C" {
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble::test {
namespace {

WideChannel random_channel(Rng& rng) {
  return {.high = static_cast<std::int32_t>(rng.uniform(std::int64_t{1} << 30, INT32_MAX)),
          .low = static_cast<std::int32_t>(rng.uniform(0, INT32_MAX)),
          .shift = static_cast<std::int32_t>(rng.uniform(-16, -1)),
          .bound = rng.uniform(1, std::int64_t{1} << rng.uniform(1, 28))};
}

std::string text(const WideChannel& c) {
  return "high " + std::to_string(c.high) + " low " + std::to_string(c.low) + " shift " + std::to_string(c.shift);
}

std::int64_t once(const OneRounding& form, std::int64_t acc) {
  return (acc * form.multiplier + (std::int64_t{1} << (30 + form.n))) >> (31 + form.n);
}

// Equal after a clamp to [first - 1, last], which is what an output sees.
bool alike(const WideChannel& channel, const OneRounding& form, std::int64_t acc, std::int32_t first, std::int32_t last) {
  const std::int64_t wide = thimble_scale_s32(static_cast<std::int32_t>(acc), channel.high, channel.low, channel.shift);
  return std::clamp<std::int64_t>(wide, first - 1, last) == std::clamp<std::int64_t>(once(form, acc), first - 1, last);
}

}  // namespace

TEST_CASE("one_rounding: equals the exact scale for every sum inside a small bound", "[codegen][property]") {
  Rng rng(7);
  for (int round = 0; round < 300; ++round) {
    WideChannel channel = random_channel(rng);
    channel.bound = std::min<std::int64_t>(channel.bound, 3000);
    const auto zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const std::int32_t first = -127 - zero_point, last = 127 - zero_point;
    const auto forms = one_rounding(std::span(&channel, 1), first, last);
    if (!forms) continue;
    for (std::int64_t acc = -channel.bound; acc <= channel.bound; ++acc) {
      if (!alike(channel, (*forms)[0], acc, first, last)) FAIL(text(channel) << " acc " << acc);
    }
  }
}

TEST_CASE("one_rounding: equals the exact scale around every step, and nearly every scale has a form", "[codegen][property]") {
  Rng rng(8);
  int found = 0;
  constexpr int kRounds = 500;
  for (int round = 0; round < kRounds; ++round) {
    const WideChannel channel = random_channel(rng);
    const auto zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const std::int32_t first = -127 - zero_point, last = 127 - zero_point;
    const auto forms = one_rounding(std::span(&channel, 1), first, last);
    if (!forms) continue;
    ++found;
    const double scale = (channel.high + channel.low / 0x1p31) / 0x1p31 / static_cast<double>(1 << -channel.shift);
    for (std::int32_t step = first; step <= last; ++step) {
      const auto at = static_cast<std::int64_t>((step - 0.5) / scale);
      for (std::int64_t acc = at - 2; acc <= at + 2; ++acc) {
        if (acc < -channel.bound || acc > channel.bound) continue;
        if (!alike(channel, (*forms)[0], acc, first, last)) FAIL(text(channel) << " acc " << acc);
      }
    }
  }
  INFO(found << " of " << kRounds);
  CHECK(found > kRounds * 95 / 100);
}

TEST_CASE("one_rounding: channels of one scale share a form; a scale of zero has one; a sum beyond 2^30 has none", "[codegen][unit]") {
  const WideChannel one{.high = 1500000000, .low = 12345, .shift = -9, .bound = 100000};
  WideChannel two = one;
  two.bound = 3000000;
  const WideChannel both[] = {one, two};
  const auto shared = one_rounding(both, -127, 127);
  REQUIRE(shared.has_value());
  CHECK((*shared)[0] == (*shared)[1]);
  const WideChannel dead{.high = 0, .low = 0, .shift = 0, .bound = 100000};
  const auto zero = one_rounding(std::span(&dead, 1), -127, 127);
  REQUIRE(zero.has_value());
  CHECK((*zero)[0] == OneRounding{0, 1});
  two.bound = std::int64_t{1} << 30;
  CHECK(!one_rounding(std::span(&two, 1), -127, 127).has_value());
}

}  // namespace thimble::test
