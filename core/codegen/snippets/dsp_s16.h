/* dsp_s16: from a sum to an int16 output, as the kernels for Cortex-M cores with the DSP extension compute it. */
#ifndef THIMBLE_DSP_S16_H
#define THIMBLE_DSP_S16_H

#include "dsp.h"

static inline int32_t thimble_ssat16(int32_t value) { return thimble_limit(value, INT16_MIN, INT16_MAX); }

/* round(sum * scale), ties up, for the 16 bits of a multiplier that the 16x8 reference uses: multiplier holds them
 * shifted left so far that the product's upper word is at most n bits too large; offset = 2^(n-1), n >= 1. */
static inline int32_t thimble_dsp_requantize_s16(int32_t sum, int32_t multiplier, int32_t offset, int32_t n) {
  return thimble_ssat16(thimble_smmla(sum, multiplier, offset) >> n);
}

/* round(sum * scale), ties up, scale = (high * 2^31 + low) * 2^(shift - 62): a double's mantissa, as the reference for
 * dense layers has it. shift in [-31, 14]. */
static inline int32_t thimble_scale_s16(int32_t sum, int32_t high, int32_t low, int32_t shift) {
  const int64_t product = (int64_t)sum * high + (((int64_t)sum * low) >> 31);
  const int64_t rounded = (product + (INT64_C(1) << (30 - shift))) >> (31 - shift);
  return rounded < INT16_MIN ? INT16_MIN : rounded > INT16_MAX ? INT16_MAX : (int32_t)rounded;
}

#endif
