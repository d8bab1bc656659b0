/* requantize_wide: fixed-point arithmetic on 64-bit accumulators, which int16 activations need.
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_REQUANTIZE_WIDE_H
#define THIMBLE_REQUANTIZE_WIDE_H

#include <stdint.h>

#include "requantize.h"

/* round(value * multiplier * 2^shift / 2^31), ties up, where only the upper 16 bits of the multiplier count.
 * multiplier Q0.31 as of thimble_requantize; shift in [-31, 7]; |value| < 2^47. The result saturates to 32 bits. */
static inline int32_t thimble_requantize_s64(int64_t value, int32_t multiplier, int32_t shift) {
  const int64_t reduced = multiplier < 0x7FFF0000 ? (multiplier + (1 << 15)) >> 16 : 0x7FFF;
  const int32_t right = 15 - shift;
  const int64_t result = (value * reduced + (INT64_C(1) << (right - 1))) >> right;
  if (result > INT32_MAX) return INT32_MAX;
  return result < INT32_MIN ? INT32_MIN : (int32_t)result;
}

/* round(value * scale), half away from zero, scale = (high * 2^31 + low) * 2^(shift - 62): as exact as a double's mantissa.
 * high in [2^30, 2^31) or 0, low in [0, 2^31), shift in [-62, 14]; |value| < 2^47. The result saturates to 32 bits. */
static inline int32_t thimble_scale_s64(int64_t value, int32_t high, int32_t low, int32_t shift) {
  const uint64_t mask = (UINT64_C(1) << 31) - 1;
  const uint64_t magnitude = (uint64_t)(value < 0 ? -value : value);
  const uint64_t value_high = magnitude >> 31, value_low = magnitude & mask;
  /* The product is upper * 2^62 + lower, with lower below 2^62. */
  const uint64_t least = value_low * (uint64_t)low;
  const uint64_t middle = value_high * (uint64_t)low + value_low * (uint64_t)high + (least >> 31);
  const uint64_t upper = value_high * (uint64_t)high + (middle >> 31);
  const uint64_t lower = ((middle & mask) << 31) | (least & mask);
  const uint64_t rounded = shift < 0 ? (upper + (UINT64_C(1) << (-shift - 1))) >> -shift
                                     : (upper << shift) + ((lower + (UINT64_C(1) << (61 - shift))) >> (62 - shift));
  const int32_t result = rounded > INT32_MAX ? INT32_MAX : (int32_t)rounded;
  return value < 0 ? -result : result;
}

#endif
