/* requantize: fixed-point arithmetic that every integer kernel shares.
 *   maths   x * multiplier * 2^shift / 2^31, as the 8-bit reference kernels compute it: a doubling high multiply
 *           rounded half up, then a right shift rounded half away from zero ("double rounding")
 *   units   multiplier Q0.31 in [2^30, 2^31) or 0; shift is the exponent, left > 0, in [-31, 30]
 *   source  gemmlowp, doc/quantization.md; Jacob et al. 2018, arXiv:1712.05877, section 2.2
 */
#ifndef THIMBLE_REQUANTIZE_H
#define THIMBLE_REQUANTIZE_H

#include <stdint.h>

static inline int32_t thimble_clamp(int32_t value, int32_t low, int32_t high) {
  if (value < low) return low;
  return value > high ? high : value;
}

/* a + b; past 32 bits it wraps, as the reference does: only a bias or a scale beyond sense gets there. */
static inline int32_t thimble_wrapping_add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }

/* round(a * b / 2^31), ties up: the reference's nudge and truncating division come to the same floor for either sign.
 * The one product that overflows, (-2^31)^2, saturates. */
static inline int32_t thimble_high_multiply(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN) return INT32_MAX;
  return (int32_t)(((int64_t)a * b + (INT64_C(1) << 30)) >> 31);
}

/* round(value / 2^exponent), ties away from zero; exponent in [0, 31]. */
static inline int32_t thimble_round_shift(int32_t value, int32_t exponent) {
  const int32_t mask = (int32_t)((INT64_C(1) << exponent) - 1);
  const int32_t remainder = value & mask;
  const int32_t threshold = (mask >> 1) + (value < 0 ? 1 : 0);
  return (value >> exponent) + (remainder > threshold ? 1 : 0);
}

/* value * multiplier * 2^shift / 2^31; a left shift that overflows wraps, as value * (1 << shift) does in 32 bits. */
static inline int32_t thimble_requantize(int32_t value, int32_t multiplier, int32_t shift) {
  const int32_t left = shift > 0 ? shift : 0;
  const int32_t right = shift > 0 ? 0 : -shift;
  const int32_t scaled = (int32_t)((uint32_t)value << left);
  return thimble_round_shift(thimble_high_multiply(scaled, multiplier), right);
}

#endif
