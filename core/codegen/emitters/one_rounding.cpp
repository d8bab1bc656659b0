#include "core/codegen/emitters/one_rounding.h"

#include <algorithm>

#include "core/codegen/emitters/requantize_c99.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble {
namespace {

constexpr std::int32_t kMaxShift = 21;                       // 257 * 2^20 + 2^30 fits 32 bits
constexpr std::int64_t kBoundLimit = std::int64_t{1} << 30;  // twice the sum fits as well
constexpr std::int32_t kTries = 4;

// ceil(a / b), b > 0
std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return a > 0 ? (a + b - 1) / b : -(-a / b); }

bool wide_reaches(const WideChannel& channel, std::int64_t acc, std::int32_t step) {
  return thimble_scale_s32(static_cast<std::int32_t>(acc), channel.high, channel.low, channel.shift) >= step;
}

// Both scales reach `step` at the same accumulator, or beyond the bound on the same side.
bool same_step(const WideChannel& channel, const OneRounding& form, std::int32_t step) {
  if (form.multiplier == 0) {
    const bool always = step <= 0;  // 0 for every sum
    return wide_reaches(channel, channel.bound, step) == always && wide_reaches(channel, -channel.bound, step) == always;
  }
  const std::int64_t at = ceil_divide((2 * std::int64_t{step} - 1) * (std::int64_t{1} << (30 + form.n)), form.multiplier);
  if (at > channel.bound) return !wide_reaches(channel, channel.bound, step);
  if (at <= -channel.bound) return wide_reaches(channel, -channel.bound, step);
  return wide_reaches(channel, at, step) && !wide_reaches(channel, at - 1, step);
}

bool same_steps(const WideChannel& channel, const OneRounding& form, std::int32_t first, std::int32_t last) {
  for (std::int32_t step = first; step <= last; ++step) {
    if (!same_step(channel, form, step)) return false;
  }
  return true;
}

// The nearest multipliers first. A scale below 2^-21 is too small to shift by, but then it mostly makes nothing but zeros.
std::vector<OneRounding> candidates(const WideChannel& channel) {
  std::vector<OneRounding> out;
  const std::int32_t n = -channel.shift;
  if (channel.high != 0 && n >= 1 && n <= kMaxShift) {
    for (std::int32_t i = 0; i < 2 * kTries; ++i) {
      const std::int64_t multiplier = std::int64_t{channel.high} + (i % 2 == 0 ? -(i / 2) : i / 2 + 1);
      if (multiplier <= INT32_MAX) out.push_back({static_cast<std::int32_t>(multiplier), n});
    }
  }
  out.push_back({0, 1});
  return out;
}

bool same_scale(const WideChannel& a, const WideChannel& b) { return a.high == b.high && a.low == b.low && a.shift == b.shift; }

}  // namespace

std::optional<std::vector<OneRounding>> one_rounding(std::span<const WideChannel> channels, std::int32_t first, std::int32_t last) {
  if (channels.empty() || std::ranges::any_of(channels, [](const WideChannel& c) { return c.bound >= kBoundLimit; })) return std::nullopt;
  if (std::ranges::all_of(channels, [&](const WideChannel& c) { return same_scale(c, channels[0]); })) {
    for (const OneRounding& form : candidates(channels[0])) {
      if (std::ranges::all_of(channels, [&](const WideChannel& c) { return same_steps(c, form, first, last); })) {
        return std::vector<OneRounding>(channels.size(), form);
      }
    }
  }
  std::vector<OneRounding> out;
  for (const WideChannel& channel : channels) {
    const std::vector<OneRounding> forms = candidates(channel);
    const auto found = std::ranges::find_if(forms, [&](const OneRounding& form) { return same_steps(channel, form, first, last); });
    if (found == forms.end()) return std::nullopt;
    out.push_back(*found);
  }
  return out;
}

std::optional<std::vector<OneRounding>> dense_one_rounding(const KernelCall& call) {
  const auto p = params_as<thimble_fully_connected_s8_params>(call);
  if (p.weight_zero_point != 0) return std::nullopt;
  const auto weights = call.constants[0].bytes.copy_as<std::int8_t>();
  const auto bias = call.constants[1].bytes.copy_as<std::int32_t>();
  const auto high = call.constants[2].bytes.copy_as<std::int32_t>(), low = call.constants[3].bytes.copy_as<std::int32_t>();
  const auto shift = call.constants[4].bytes.copy_as<std::int8_t>();
  const auto depth = static_cast<std::size_t>(p.in_c);
  std::vector<WideChannel> channels;
  for (std::size_t o = 0; o < static_cast<std::size_t>(p.out_c); ++o) {
    const FoldedBias folded = fold_zero_point(std::span(weights).subspan(o * depth, depth), bias.empty() ? 0 : bias[o], p.in_zero_point);
    channels.push_back({high[o], low[o], shift[o], folded.bound});
  }
  return one_rounding(channels, p.out_min - p.out_zero_point + 1, p.out_max - p.out_zero_point);
}

}  // namespace thimble
