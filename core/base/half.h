// half: IEEE 754 binary16 <-> float. To half: round half to even; what is too large becomes infinity; NaN stays NaN.
#pragma once

#include <bit>
#include <cstdint>

namespace thimble {

inline constexpr float kHalfMax = 65504;

constexpr std::uint16_t half_of(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return static_cast<std::uint16_t>(sign | 0x7e00u);
  if (magnitude >= 0x477ff000u) return static_cast<std::uint16_t>(sign | 0x7c00u);  // rounds to 65536 or more
  if (magnitude < 0x33000001u) return static_cast<std::uint16_t>(sign);             // at most half of the least subnormal
  const std::uint32_t exponent = magnitude >> 23;
  // Subnormal halves are multiples of 2^-24: more bits are shifted out the smaller the number is.
  const bool subnormal = exponent < 113;
  const std::uint32_t shift = subnormal ? 126 - exponent : 13;
  const std::uint32_t mantissa = subnormal ? (magnitude & 0x7fffffu) | 0x800000u : magnitude - (112u << 23);
  const std::uint32_t kept = mantissa >> shift;
  const std::uint32_t rest = mantissa & ((1u << shift) - 1), middle = 1u << (shift - 1);
  const bool up = rest > middle || (rest == middle && (kept & 1u) != 0);
  return static_cast<std::uint16_t>(sign | (kept + (up ? 1u : 0u)));
}

constexpr float float_of_half(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 31u, mantissa = half & 0x3ffu;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | (mantissa << 13));
  if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
  const float magnitude = static_cast<float>(mantissa) * 0x1.0p-24f;
  return sign != 0 ? -magnitude : magnitude;
}

}  // namespace thimble
