#include "div_s8.h"

#include "broadcast.h"
#include "fixed_exp.h"
#include "requantize.h"

/* Bits that a positive number can be shifted left before it leaves 31; 31 for 0. */
static int32_t headroom(int32_t x) {
  int32_t bits = 0;
  while (bits < 31 && x < (INT32_C(1) << (30 - bits))) bits++;
  return bits;
}

/* numerator / denominator * multiplier * 2^(shift - 31); denominator positive. */
static int32_t quotient(const thimble_div_s8_params *p, int32_t numerator, int32_t denominator) {
  const int32_t up = headroom(denominator);
  /* The denominator scaled to [1, 2) as 1 + fraction; its reciprocal counts 2^(30 - up) less. */
  const int32_t fraction = (int32_t)(((uint32_t)denominator << (up + 1)) - (UINT32_C(1) << 31));
  const int32_t reciprocal = thimble_reciprocal_one_plus(fraction);
  const int32_t room = headroom(numerator < 0 ? ~numerator : numerator);
  const int32_t unscaled = thimble_high_multiply((int32_t)((uint32_t)numerator << room), reciprocal);
  const int32_t scaled = thimble_high_multiply(unscaled, p->multiplier);
  const int32_t exponent = 30 - up + room - p->shift;
  /* Below 2^31, so nothing is left after 32 places; a negative exponent is a quotient far outside of int8. */
  if (exponent > 31 || scaled == 0) return 0;
  if (exponent < 0) return scaled < 0 ? -65536 : 65536;
  return thimble_round_shift(scaled, exponent);
}

static int8_t divide(const thimble_div_s8_params *p, int8_t a, int8_t b) {
  const int32_t x = a - p->a_zero_point, y = b - p->b_zero_point;
  if (y == 0) return (int8_t)(x == 0 ? p->out_zero_point : x < 0 ? p->out_min : p->out_max);
  const int32_t scaled = y < 0 ? quotient(p, -x, -y) : quotient(p, x, y);
  return (int8_t)thimble_clamp(thimble_wrapping_add(scaled, p->out_zero_point), p->out_min, p->out_max);
}

void thimble_div_s8(const thimble_div_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output) {
  const thimble_div_s8_params *p = params;
  for (int32_t row = 0; row < p->size_0 * p->size_1 * p->size_2; row++) {
    const int8_t *a_row = a + thimble_row_offset(row, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const int8_t *b_row = b + thimble_row_offset(row, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t l = 0; l < p->size_3; l++) *output++ = divide(p, a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
  }
}
