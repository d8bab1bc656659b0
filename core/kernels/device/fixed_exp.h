/* fixed_exp: exponential and reciprocal in 32-bit fixed point, for softmax.
 *   units   Qm.n is a signed 32-bit number with n fractional bits; Q0.31 holds [-1, 1) and stands for 1 by INT32_MAX
 *   exact   every rounding below is part of the result
 *   source  gemmlowp, fixedpoint (exponential and Newton-Raphson division)
 */
#ifndef THIMBLE_FIXED_EXP_H
#define THIMBLE_FIXED_EXP_H

#include <stdint.h>

#include "requantize.h"

static inline int32_t thimble_saturating_shift_left(int32_t value, int32_t exponent) {
  const int64_t wide = (int64_t)value * (INT64_C(1) << exponent);
  if (wide > INT32_MAX) return INT32_MAX;
  return wide < INT32_MIN ? INT32_MIN : (int32_t)wide;
}

/* exp(x), Q0.31, for x in [-1/4, 0) in Q0.31: Taylor's polynomial of degree 4 about -1/8. */
static inline int32_t thimble_exp_quarter(int32_t x) {
  const int32_t exp_of_minus_eighth = 1895147668;
  const int32_t third = 715827883;
  const int32_t d = x + (1 << 28);
  const int32_t d2 = thimble_high_multiply(d, d);
  const int32_t d3 = thimble_high_multiply(d2, d);
  const int32_t d4 = thimble_high_multiply(d2, d2);
  const int32_t cubic = thimble_high_multiply(thimble_round_shift(d4, 2) + d3, third) + d2;
  return exp_of_minus_eighth + thimble_high_multiply(exp_of_minus_eighth, d + thimble_round_shift(cubic, 1));
}

/* exp(x), Q0.31, for x <= 0 in Q5.26: the part below 1/4 by the polynomial, the rest by a factor for each of its bits. */
static inline int32_t thimble_exp_negative(int32_t x) {
  static const int32_t factor[7] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int32_t quarter = 1 << 24;
  const int32_t fraction = (x & (quarter - 1)) - quarter;
  const int32_t rest = fraction - x; /* a multiple of 1/4; bit 24 + i stands for exp(-2^(i-2)) */
  int32_t result = thimble_exp_quarter(thimble_saturating_shift_left(fraction, 5));
  if (x == 0) return INT32_MAX;
  for (int32_t i = 0; i < 7; i++) {
    if (rest & (1 << (24 + i))) result = thimble_high_multiply(result, factor[i]);
  }
  return result;
}

/* 1 / (1 + x), Q0.31, for x in [0, 1) in Q0.31. The iteration works on y = 2 / (1 + x) in Q2.29. */
static inline int32_t thimble_reciprocal_one_plus(int32_t x) {
  const int32_t forty_eight_over_17 = 1515870810;
  const int32_t minus_32_over_17 = -1010580540;
  const int32_t half_denominator = (int32_t)(((int64_t)x + INT32_MAX + 1) / 2);
  int32_t y = forty_eight_over_17 + thimble_high_multiply(half_denominator, minus_32_over_17);
  for (int32_t step = 0; step < 3; step++) {
    const int32_t error = (1 << 29) - thimble_high_multiply(half_denominator, y);
    y += thimble_saturating_shift_left(thimble_high_multiply(y, error), 2);
  }
  return thimble_saturating_shift_left(y, 1);
}

#endif
