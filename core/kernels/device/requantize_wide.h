/* requantize_wide: fixed-point arithmetic on 64-bit accumulators, and with scales as exact as a double's.
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_REQUANTIZE_WIDE_H
#define THIMBLE_REQUANTIZE_WIDE_H

#include <stdint.h>

#include "requantize.h"

static inline int32_t thimble_saturate_s32(int64_t value) {
  if (value > INT32_MAX) return INT32_MAX;
  return value < INT32_MIN ? INT32_MIN : (int32_t)value;
}

/* round(value * multiplier * 2^shift / 2^31), ties up, where only the upper 16 bits of the multiplier count.
 * multiplier Q0.31 as of thimble_requantize; shift in [-31, 7]; |value| < 2^47. The result saturates to 32 bits. */
static inline int32_t thimble_requantize_s64(int64_t value, int32_t multiplier, int32_t shift) {
  const int64_t reduced = multiplier < 0x7FFF0000 ? (multiplier + (1 << 15)) >> 16 : 0x7FFF;
  const int32_t right = 15 - shift;
  return thimble_saturate_s32((value * reduced + (INT64_C(1) << (right - 1))) >> right);
}

/* round(value * scale), ties up, scale = (high * 2^31 + low) * 2^(shift - 62): as exact as a double's mantissa.
 * high in [2^30, 2^31) or 0, low in [0, 2^31), shift in [-31, 14]. The result saturates to 32 bits. */
static inline int32_t thimble_scale_s32(int32_t value, int32_t high, int32_t low, int32_t shift) {
  const int64_t product = (int64_t)value * high + (((int64_t)value * low) >> 31);
  const int32_t right = 31 - shift;
  return thimble_saturate_s32((product + (INT64_C(1) << (right - 1))) >> right);
}

/* The same for |value| < 2^47; shift in [-47, 14]. */
static inline int32_t thimble_scale_s64(int64_t value, int32_t high, int32_t low, int32_t shift) {
  const int64_t mask = (INT64_C(1) << 31) - 1;
  const int64_t value_high = value >> 31, value_low = value & mask;
  /* The product is upper * 2^62 + lower, with lower in [0, 2^62). */
  const int64_t least = value_low * low;
  const int64_t middle = value_high * low + value_low * high + (least >> 31);
  const int64_t upper = value_high * high + (middle >> 31);
  const int64_t lower = ((middle & mask) << 31) + (least & mask);
  if (shift < 0) return thimble_saturate_s32((upper + (INT64_C(1) << (-shift - 1))) >> -shift);
  return thimble_saturate_s32(upper * (INT64_C(1) << shift) + ((lower + (INT64_C(1) << (61 - shift))) >> (62 - shift)));
}

#endif
