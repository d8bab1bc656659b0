/* dsp: what the kernels for Cortex-M cores with the DSP extension share.
 *   Their inner loops exist twice: as Thumb-2 assembly (THIMBLE_DSP is 1), and as C on the instructions' stand-ins
 *   below, so that the same file runs anywhere with the same results. Right shifts of negative numbers are arithmetic.
 *   Words hold two int16 lanes or four int8 bytes, the lowest address in the lowest bits.
 */
#ifndef THIMBLE_DSP_H
#define THIMBLE_DSP_H

#include <stdint.h>
#include <string.h>

#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && defined(__GNUC__) && !defined(THIMBLE_NO_ASSEMBLY)
#define THIMBLE_DSP 1
/* A function whose body is assembly only: arguments in r0 to r3, r4 to r11 saved by the text itself. */
#define THIMBLE_NAKED __attribute__((naked, noinline, unused))
#define THIMBLE_UNUSED __attribute__((unused))
#else
#define THIMBLE_DSP 0
#endif

static inline uint32_t thimble_load32(const void *from) {
  uint32_t word;
  memcpy(&word, from, sizeof word);
  return word;
}

static inline int32_t thimble_low16(uint32_t word) { return (int16_t)(word & 0xffffu); }
static inline int32_t thimble_high16(uint32_t word) { return (int16_t)(word >> 16); }

/* The int16 with this index in an array of words. */
static inline int32_t thimble_lane(const uint32_t *words, int32_t index) {
  return index % 2 == 0 ? thimble_low16(words[index / 2]) : thimble_high16(words[index / 2]);
}

/* Bytes 0 and 2 as int16 lanes; bytes 1 and 3 of a word are those of word >> 8. */
static inline uint32_t thimble_sxtb16(uint32_t word) {
#if THIMBLE_DSP
  uint32_t lanes;
  __asm__("sxtb16 %0, %1" : "=r"(lanes) : "r"(word));
  return lanes;
#else
  return (uint32_t)(uint16_t)(int8_t)(word & 0xffu) | (uint32_t)(uint16_t)(int8_t)((word >> 16) & 0xffu) << 16;
#endif
}

static inline uint32_t thimble_sxtb16_high(uint32_t word) {
#if THIMBLE_DSP
  uint32_t lanes;
  __asm__("sxtb16 %0, %1, ror #8" : "=r"(lanes) : "r"(word));
  return lanes;
#else
  return thimble_sxtb16(word >> 8);
#endif
}

/* sum + both products of lanes, modulo 2^32. */
static inline int32_t thimble_smlad(uint32_t x, uint32_t y, int32_t sum) {
  return (int32_t)((uint32_t)sum + (uint32_t)(thimble_low16(x) * thimble_low16(y)) +
                   (uint32_t)(thimble_high16(x) * thimble_high16(y)));
}

/* (offset * 2^32 + x * y + 2^31) >> 32 */
static inline int32_t thimble_smmlar(int32_t x, int32_t y, int32_t offset) {
  return (int32_t)((uint32_t)(((int64_t)x * y + INT64_C(0x80000000)) >> 32) + (uint32_t)offset);
}

/* (offset * 2^32 + x * y) >> 32 */
static inline int32_t thimble_smmla(int32_t x, int32_t y, int32_t offset) {
  return (int32_t)((uint32_t)(((int64_t)x * y) >> 32) + (uint32_t)offset);
}

static inline int32_t thimble_limit(int32_t value, int32_t low, int32_t high) {
  return value < low ? low : value > high ? high : value;
}

#endif
