// simd: the few vectors of eight int16 and four int32 that the fast host twins use: SSE2, WebAssembly SIMD128, NEON, or plain C++.
//   madd   sums of two neighbouring products: r[i] = a[2i] * b[2i] + a[2i+1] * b[2i+1], exact unless all four are -32768
//   adds wrap; loads and stores need no alignment
#pragma once

#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

namespace thimble::simd {

#if defined(__SSE2__)

using I16x8 = __m128i;
using I32x4 = __m128i;
inline I32x4 zero() { return _mm_setzero_si128(); }
inline I16x8 load(const std::int16_t* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); }
inline I16x8 splat_pair(const std::int16_t* from) {
  std::int32_t pair;
  std::memcpy(&pair, from, sizeof pair);
  return _mm_set1_epi32(pair);
}
inline I16x8 widen(const std::int8_t* from) {
  const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
  return _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
}
inline I32x4 madd(I16x8 a, I16x8 b) { return _mm_madd_epi16(a, b); }
inline I32x4 add(I32x4 a, I32x4 b) { return _mm_add_epi32(a, b); }
inline I16x8 subtract(I16x8 a, std::int16_t b) { return _mm_sub_epi16(a, _mm_set1_epi16(b)); }
inline I16x8 zip_low(I16x8 a, I16x8 b) { return _mm_unpacklo_epi16(a, b); }
inline I16x8 zip_high(I16x8 a, I16x8 b) { return _mm_unpackhi_epi16(a, b); }
inline void store(std::int32_t* to, I32x4 value) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), value); }
inline void store(std::int16_t* to, I16x8 value) { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), value); }

#elif defined(__wasm_simd128__)

using I16x8 = v128_t;
using I32x4 = v128_t;
inline I32x4 zero() { return wasm_i32x4_const_splat(0); }
inline I16x8 load(const std::int16_t* from) { return wasm_v128_load(from); }
inline I16x8 splat_pair(const std::int16_t* from) { return wasm_v128_load32_splat(from); }
inline I16x8 widen(const std::int8_t* from) { return wasm_i16x8_load8x8(from); }
inline I32x4 madd(I16x8 a, I16x8 b) { return wasm_i32x4_dot_i16x8(a, b); }
inline I32x4 add(I32x4 a, I32x4 b) { return wasm_i32x4_add(a, b); }
inline I16x8 subtract(I16x8 a, std::int16_t b) { return wasm_i16x8_sub(a, wasm_i16x8_splat(b)); }
inline I16x8 zip_low(I16x8 a, I16x8 b) { return wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
inline I16x8 zip_high(I16x8 a, I16x8 b) { return wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
inline void store(std::int32_t* to, I32x4 value) { wasm_v128_store(to, value); }
inline void store(std::int16_t* to, I16x8 value) { wasm_v128_store(to, value); }

#elif defined(__ARM_NEON)

using I16x8 = int16x8_t;
using I32x4 = int32x4_t;
inline I32x4 zero() { return vdupq_n_s32(0); }
inline I16x8 load(const std::int16_t* from) { return vld1q_s16(from); }
inline I16x8 splat_pair(const std::int16_t* from) {
  std::int32_t pair;
  std::memcpy(&pair, from, sizeof pair);
  return vreinterpretq_s16_s32(vdupq_n_s32(pair));
}
inline I16x8 widen(const std::int8_t* from) { return vmovl_s8(vld1_s8(from)); }
inline I32x4 madd(I16x8 a, I16x8 b) {
  return vpaddq_s32(vmull_s16(vget_low_s16(a), vget_low_s16(b)), vmull_s16(vget_high_s16(a), vget_high_s16(b)));
}
inline I32x4 add(I32x4 a, I32x4 b) { return vaddq_s32(a, b); }
inline I16x8 subtract(I16x8 a, std::int16_t b) { return vsubq_s16(a, vdupq_n_s16(b)); }
inline I16x8 zip_low(I16x8 a, I16x8 b) { return vzip1q_s16(a, b); }
inline I16x8 zip_high(I16x8 a, I16x8 b) { return vzip2q_s16(a, b); }
inline void store(std::int32_t* to, I32x4 value) { vst1q_s32(to, value); }
inline void store(std::int16_t* to, I16x8 value) { vst1q_s16(to, value); }

#else

struct I16x8 {
  std::int16_t lane[8];
};
struct I32x4 {
  std::uint32_t lane[4];  // unsigned, so that sums wrap
};
inline I32x4 zero() { return {}; }
inline I16x8 load(const std::int16_t* from) {
  I16x8 out;
  std::memcpy(out.lane, from, sizeof out.lane);
  return out;
}
inline I16x8 splat_pair(const std::int16_t* from) { return {{from[0], from[1], from[0], from[1], from[0], from[1], from[0], from[1]}}; }
inline I16x8 widen(const std::int8_t* from) {
  I16x8 out;
  for (int i = 0; i < 8; ++i) out.lane[i] = from[i];
  return out;
}
inline I32x4 madd(I16x8 a, I16x8 b) {
  I32x4 out;
  for (int i = 0; i < 4; ++i) {
    out.lane[i] =
        static_cast<std::uint32_t>(a.lane[2 * i] * b.lane[2 * i]) + static_cast<std::uint32_t>(a.lane[2 * i + 1] * b.lane[2 * i + 1]);
  }
  return out;
}
inline I32x4 add(I32x4 a, I32x4 b) {
  for (int i = 0; i < 4; ++i) a.lane[i] += b.lane[i];
  return a;
}
inline I16x8 subtract(I16x8 a, std::int16_t b) {
  for (std::int16_t& lane : a.lane) lane = static_cast<std::int16_t>(lane - b);
  return a;
}
inline I16x8 zip_low(I16x8 a, I16x8 b) {
  return {{a.lane[0], b.lane[0], a.lane[1], b.lane[1], a.lane[2], b.lane[2], a.lane[3], b.lane[3]}};
}
inline I16x8 zip_high(I16x8 a, I16x8 b) {
  return {{a.lane[4], b.lane[4], a.lane[5], b.lane[5], a.lane[6], b.lane[6], a.lane[7], b.lane[7]}};
}
inline void store(std::int32_t* to, I32x4 value) { std::memcpy(to, value.lane, sizeof value.lane); }
inline void store(std::int16_t* to, I16x8 value) { std::memcpy(to, value.lane, sizeof value.lane); }

#endif

}  // namespace thimble::simd
