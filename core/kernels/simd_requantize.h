// simd_requantize: sums of eight output channels to int8, as thimble_requantize does it (core/kernels/device/requantize.h): a product
// with a Q0.31 multiplier rounded half up, then a right shift rounded half away from zero.
//   maths   the shift by e is a product too: floor((v * 2^(31-e) + 2^30 - [v < 0 and e > 0] * 2^(31-e)) / 2^31), because SSE2 has no
//           shift that differs by lane; both products have 64 bits, so nothing is lost
//   left shifts, and processors without the vectors, go channel by channel
#pragma once

#include "core/kernels/simd.h"

extern "C" {
#include "core/kernels/device/requantize.h"
}

namespace thimble::simd {

struct OutputRange {
  std::int32_t zero_point, low, high;
};

// Of eight channels; those that are not there are zeros.
struct ChannelScales8 {
  std::int32_t bias[8] = {}, multiplier[8] = {}, shift[8] = {};
  std::int32_t power[8] = {};     // 2^(31-e), as the bits of an unsigned number
  std::int32_t negative[8] = {};  // what is taken off below zero: the same, or 0 where e is 0
  bool shifts_left = false;

  ChannelScales8(const std::int32_t* biases, const std::int32_t* multipliers, const std::int8_t* shifts, std::int32_t first,
                 std::int32_t channels) {
    for (std::int32_t c = 0; c < channels; ++c) {
      bias[c] = biases ? biases[first + c] : 0;
      multiplier[c] = multipliers[first + c], shift[c] = shifts[first + c];
      shifts_left = shifts_left || shift[c] > 0 || multiplier[c] < 0;
      const std::uint32_t factor = shift[c] > 0 ? 0 : std::uint32_t{1} << (31 + shift[c]);
      power[c] = static_cast<std::int32_t>(factor);
      negative[c] = shift[c] == 0 ? 0 : power[c];
    }
  }

  std::int8_t one(std::int32_t sum, std::int32_t c, const OutputRange& out) const {
    const std::int32_t scaled = thimble_requantize(thimble_wrapping_add(sum, bias[c]), multiplier[c], shift[c]);
    return static_cast<std::int8_t>(thimble_clamp(thimble_wrapping_add(scaled, out.zero_point), out.low, out.high));
  }
};

#if defined(__SSE2__)

// round half up of a * b / 2^31 for b read as unsigned, less `below_zero` (of the same scale as the product) where a is negative.
inline I32x4 scale_lanes(I32x4 a, I32x4 b, I32x4 below_zero) {
  const __m128i high_half = _mm_set_epi32(-1, 0, -1, 0), half = _mm_set1_epi64x(std::int64_t{1} << 30);
  const __m128i sign = _mm_srai_epi32(a, 31);
  const __m128i wrong = _mm_and_si128(sign, b), less = _mm_and_si128(sign, below_zero);
  __m128i even = _mm_sub_epi64(_mm_mul_epu32(a, b), _mm_slli_epi64(wrong, 32));
  __m128i odd = _mm_sub_epi64(_mm_mul_epu32(_mm_srli_epi64(a, 32), _mm_srli_epi64(b, 32)), _mm_and_si128(wrong, high_half));
  even = _mm_sub_epi64(_mm_add_epi64(even, half), _mm_andnot_si128(high_half, less));
  odd = _mm_sub_epi64(_mm_add_epi64(odd, half), _mm_srli_epi64(less, 32));
  return _mm_or_si128(_mm_andnot_si128(high_half, _mm_srli_epi64(even, 31)), _mm_and_si128(_mm_slli_epi64(odd, 1), high_half));
}
inline I32x4 load(const std::int32_t* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); }
inline I16x8 narrow(I32x4 low, I32x4 high) { return _mm_packs_epi32(low, high); }
inline I32x4 splat(std::int32_t value) { return _mm_set1_epi32(value); }
inline void store_clamped(std::int8_t* to, I16x8 value, std::int16_t low, std::int16_t high) {
  value = _mm_min_epi16(_mm_max_epi16(value, _mm_set1_epi16(low)), _mm_set1_epi16(high));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(to), _mm_packs_epi16(value, value));
}
#elif defined(__wasm_simd128__)

inline I32x4 scale_lanes(I32x4 a, I32x4 b, I32x4 below_zero) {
  const v128_t half = wasm_i64x2_const_splat(std::int64_t{1} << 30), zeros = wasm_i32x4_const_splat(0);
  const v128_t sign = wasm_i32x4_shr(a, 31);
  const v128_t wrong = wasm_v128_and(sign, b), less = wasm_v128_and(sign, below_zero);
  v128_t low = wasm_i64x2_sub(wasm_u64x2_extmul_low_u32x4(a, b), wasm_i32x4_shuffle(zeros, wrong, 0, 4, 0, 5));
  v128_t high = wasm_i64x2_sub(wasm_u64x2_extmul_high_u32x4(a, b), wasm_i32x4_shuffle(zeros, wrong, 0, 6, 0, 7));
  low = wasm_i64x2_sub(wasm_i64x2_add(low, half), wasm_u64x2_extend_low_u32x4(less));
  high = wasm_i64x2_sub(wasm_i64x2_add(high, half), wasm_u64x2_extend_high_u32x4(less));
  return wasm_i32x4_shuffle(wasm_u64x2_shr(low, 31), wasm_u64x2_shr(high, 31), 0, 2, 4, 6);
}
inline I32x4 load(const std::int32_t* from) { return wasm_v128_load(from); }
inline I16x8 narrow(I32x4 low, I32x4 high) { return wasm_i16x8_narrow_i32x4(low, high); }
inline I32x4 splat(std::int32_t value) { return wasm_i32x4_splat(value); }
inline void store_clamped(std::int8_t* to, I16x8 value, std::int16_t low, std::int16_t high) {
  value = wasm_i16x8_min(wasm_i16x8_max(value, wasm_i16x8_splat(low)), wasm_i16x8_splat(high));
  wasm_v128_store64_lane(to, wasm_i8x16_narrow_i16x8(value, value), 0);
}
#endif

// `to` gets the first `channels` of eight.
inline void requantize8(const std::int32_t (&sums)[8], const ChannelScales8& scales, const OutputRange& out, std::int32_t channels,
                        std::int8_t* to) {
#if defined(__SSE2__) || defined(__wasm_simd128__)
  if (!scales.shifts_left) {
    I32x4 half[2];
    for (int i = 0; i < 2; ++i) {
      const I32x4 sum = add(load(sums + 4 * i), load(scales.bias + 4 * i));
      const I32x4 scaled = scale_lanes(sum, load(scales.multiplier + 4 * i), zero());
      half[i] = add(scale_lanes(scaled, load(scales.power + 4 * i), load(scales.negative + 4 * i)), splat(out.zero_point));
    }
    std::int8_t all[8];
    store_clamped(all, narrow(half[0], half[1]), static_cast<std::int16_t>(out.low), static_cast<std::int16_t>(out.high));
    std::memcpy(to, all, static_cast<std::size_t>(channels));
    return;
  }
#endif
  for (std::int32_t c = 0; c < channels; ++c) to[c] = scales.one(sums[c], c, out);
}

}  // namespace thimble::simd
