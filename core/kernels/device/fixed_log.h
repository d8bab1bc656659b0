/* fixed_log: natural logarithm in 32-bit fixed point, for log_softmax.
 *   maths   x = 2^n m with m near 1 in [2^-1/2, 2^1/2]: log x = n log 2 + log m; log m by a rational function about 2^-1/4.
 *           n counts quarters: of the two ways to scale x, one by 2^-1/2 further, the one that leaves the smaller m is taken
 *   exact   every rounding below is part of the result
 *   source  TensorFlow Lite reference kernels (log_softmax)
 */
#ifndef THIMBLE_FIXED_LOG_H
#define THIMBLE_FIXED_LOG_H

#include "fixed_exp.h"

/* Zeros above the highest bit; 32 for 0. */
static inline int32_t thimble_leading_zeros(uint32_t value) {
  int32_t count = 0;
  for (uint32_t bit = UINT32_C(1) << 31; bit && !(value & bit); bit >>= 1) count++;
  return count;
}

/* log m, Q6.25, for r = m / 2^(3/4) in Q0.31. */
static inline int32_t thimble_log_of_mantissa(int32_t r) {
  const int32_t centre = 1805811301;                         /* 2^-1/4 */
  const int32_t a = 117049297, b = 127690142;                /* 2^1/4 times 11/240 and 1/20 */
  const int32_t c = 1057819769, d = 638450708;               /* 2^3/4 - 2^1/4, and 2^1/4 / 4 */
  const int64_t sum = (int64_t)r + centre;
  const int32_t p = (int32_t)((sum + (sum >= 0 ? 1 : -1)) / 2);
  const int32_t q = 2 * (r - centre);
  const int32_t q2 = thimble_high_multiply(q, q);
  const int32_t numerator = thimble_high_multiply(q, r) + thimble_high_multiply(thimble_high_multiply(q, q2), a);
  const int32_t denominator = thimble_high_multiply(p, c + q + thimble_high_multiply(b, q2)) + thimble_high_multiply(d, q);
  return thimble_high_multiply(thimble_round_shift(numerator, 6), thimble_reciprocal_one_plus(denominator));
}

/* log x, Q5.26, for x of at least 1 in Q12.19. */
static inline int32_t thimble_log(int32_t x) {
  const int32_t log_2 = 1488522236, sqrt_half = 1518500250; /* Q0.31 */
  const int32_t quarter = 1 << 23;                          /* Q6.25, as the powers of two below */
  const int32_t zeros = thimble_leading_zeros((uint32_t)x);
  const int32_t r_a = thimble_saturating_shift_left(thimble_high_multiply(thimble_saturating_shift_left(x, zeros - 1), sqrt_half), 1);
  const int32_t power_a = (12 - zeros) * (1 << 25) + quarter;
  const int32_t room = thimble_leading_zeros((uint32_t)thimble_high_multiply(x, sqrt_half)) - 1;
  const int32_t r_b = thimble_saturating_shift_left(x, room);
  const int32_t power_b = (12 - room) * (1 << 25) - quarter;
  const int32_t power = power_a > power_b ? power_a : power_b;
  const int32_t log_x = thimble_high_multiply(power, log_2) + thimble_log_of_mantissa(r_a < r_b ? r_a : r_b);
  return thimble_saturating_shift_left(log_x, 1);
}

#endif
