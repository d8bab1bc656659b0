/* dsp_s8: int8 by four in a word, and from a sum to an int8 output, as the kernels for Cortex-M cores with the DSP
 * extension compute them. */
#ifndef THIMBLE_DSP_S8_H
#define THIMBLE_DSP_S8_H

#include "dsp.h"

static inline int32_t thimble_ssat8(int32_t value) {
#if THIMBLE_DSP
  int32_t saturated;
  __asm__("ssat %0, #8, %1" : "=r"(saturated) : "r"(value));
  return saturated;
#else
  return thimble_limit(value, INT8_MIN, INT8_MAX);
#endif
}

static inline void thimble_store32(void *to, uint32_t word) { memcpy(to, &word, sizeof word); }

/* Lanes plus bytes 0 and 2 of a word, each modulo 2^16. */
static inline uint32_t thimble_sxtab16(uint32_t lanes, uint32_t word) {
#if THIMBLE_DSP
  uint32_t sum;
  __asm__("sxtab16 %0, %1, %2" : "=r"(sum) : "r"(lanes), "r"(word));
  return sum;
#else
  const uint32_t bytes = thimble_sxtb16(word);
  return ((lanes + bytes) & 0xffffu) | ((lanes & 0xffff0000u) + (bytes & 0xffff0000u));
#endif
}

/* Lanes plus bytes 1 and 3. */
static inline uint32_t thimble_sxtab16_high(uint32_t lanes, uint32_t word) {
#if THIMBLE_DSP
  uint32_t sum;
  __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(sum) : "r"(lanes), "r"(word));
  return sum;
#else
  return thimble_sxtab16(lanes, word >> 8);
#endif
}

/* The bytes of `yes` where those of x are at least those of y, as signed numbers, of `otherwise` elsewhere. */
static inline uint32_t thimble_select8(uint32_t x, uint32_t y, uint32_t yes, uint32_t otherwise) {
#if THIMBLE_DSP
  uint32_t bytes;
  __asm__("ssub8 %0, %1, %2\n\tsel %0, %3, %4" : "=&r"(bytes) : "r"(x), "r"(y), "r"(yes), "r"(otherwise) : "cc");
  return bytes;
#else
  uint32_t mask = 0;
  for (int32_t shift = 0; shift < 32; shift += 8) {
    if ((int8_t)((x >> shift) & 0xffu) >= (int8_t)((y >> shift) & 0xffu)) mask |= (uint32_t)0xffu << shift;
  }
  return (yes & mask) | (otherwise & ~mask);
#endif
}

/* Byte by byte, as signed numbers. */
static inline uint32_t thimble_greatest8(uint32_t x, uint32_t y) { return thimble_select8(x, y, x, y); }
static inline uint32_t thimble_least8(uint32_t x, uint32_t y) { return thimble_select8(x, y, y, x); }

/* acc * multiplier * 2^-n / 2^31 as the 8-bit reference rounds it, plus the zero point, from twice = 2 * acc:
 *   the reference computes h = (acc * multiplier + 2^30) >> 31 and (h + 2^(n-1) - (h < 0)) >> n;
 *   offset = 2^(n-1) + zero_point * 2^n. For n >= 1 the sign of acc serves for that of h: they differ only at h = 0,
 *   where both give the zero point. Valid for |acc| < 2^30 and n <= 22, which the generator has checked. */
static inline int32_t thimble_requantize_twice(int32_t twice, int32_t multiplier, int32_t offset, int32_t n) {
  return thimble_ssat8(thimble_smmlar(twice, multiplier, offset + (twice >> 31)) >> n);
}

/* The same where results below the zero point are clamped to it (ReLU), so that the sign does not matter; n >= 0. */
static inline int32_t thimble_requantize_twice_relu(int32_t twice, int32_t multiplier, int32_t offset, int32_t n) {
  return thimble_ssat8(thimble_smmlar(twice, multiplier, offset) >> n);
}

/* floor(acc * multiplier * 2^-n / 2^31 + 1/2) plus the zero point, from twice = 2 * acc; offset as above, n >= 1. */
static inline int32_t thimble_requantize_once(int32_t twice, int32_t multiplier, int32_t offset, int32_t n) {
  return thimble_ssat8(thimble_smmla(twice, multiplier, offset) >> n);
}

/* Any accumulator, any shift (left > 0), step by step as the reference does. */
static inline int32_t thimble_requantize_any(int32_t acc, int32_t multiplier, int32_t shift) {
  const int32_t scaled = (int32_t)((uint32_t)acc << (shift > 0 ? shift : 0));
  const int32_t n = shift > 0 ? 0 : -shift;
  const int32_t high = (int32_t)(((int64_t)scaled * multiplier + (INT64_C(1) << 30)) >> 31);
  const int64_t half = n > 0 ? (INT64_C(1) << (n - 1)) - (high < 0) : 0;
  return (int32_t)((high + half) >> n);
}

#endif
