// one_rounding: the scale of a dense layer (fully_connected_s8: 62 bits, one rounding) as a 31-bit multiplier with one
// rounding, which is one high multiply, an add and a shift on a device.
//   maths   out = floor(acc * multiplier / 2^(31 + n) + 1/2); n in [1, 21]
//   exact   proven for each channel: out grows with acc, so both scales answer alike for every acc if they step at the same
//           accumulators; an int8 output after its clamp has at most 255 steps, and each is looked at
//   source  own
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/kernels/kernel_def.h"

namespace thimble {

struct OneRounding {
  std::int32_t multiplier = 0, n = 1;
  bool operator==(const OneRounding&) const = default;
};

struct WideChannel {
  std::int32_t high = 0, low = 0, shift = 0;  // as of thimble_scale_s32
  std::int64_t bound = 0;                     // largest |acc|
};

// `first` and `last`: the steps that matter, out >= first ... out >= last, before the zero point is added. Channels share
// their numbers where their scales are alike and that is right for all. Nothing: some channel has no such form.
std::optional<std::vector<OneRounding>> one_rounding(std::span<const WideChannel> channels, std::int32_t first, std::int32_t last);

// The same for a call of fully_connected_s8, and nothing where it has weights with a zero point.
std::optional<std::vector<OneRounding>> dense_one_rounding(const KernelCall& call);

}  // namespace thimble
