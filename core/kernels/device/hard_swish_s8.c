#include "hard_swish_s8.h"

#include "requantize.h"

static int32_t saturate_s16(int32_t value) { return thimble_clamp(value, INT16_MIN, INT16_MAX); }

/* Left shifts that cannot leave 32 bits: anything shifted past 16 is saturated or 0 all the same. */
static int32_t shift_left_s16(int32_t value, int32_t exponent) { return saturate_s16(value * (1 << (exponent > 15 ? 15 : exponent))); }

/* round(a * b / 2^15), half away from zero; one factor is a positive multiplier, so nothing saturates. */
static int32_t high_multiply_s16(int32_t a, int32_t b) {
  const int32_t product = a * b;
  return (product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15);
}

/* x / 3 in Q0.15. The last doubling comes after the multiply, so that saturation shows only where it belongs. */
static int32_t reluish(const thimble_hard_swish_s8_params *p, int32_t x) {
  const int32_t exponent = p->reluish_exponent;
  int32_t value = exponent > 0 ? shift_left_s16(x, exponent - 1) : x;
  value = high_multiply_s16(value, p->reluish_multiplier);
  if (exponent > 0) value = shift_left_s16(value, 1);
  return exponent < 0 ? thimble_round_shift(value, -exponent) : value;
}

void thimble_hard_swish_s8(const thimble_hard_swish_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_hard_swish_s8_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    const int32_t x = (input[i] - p->in_zero_point) * 128;
    const int32_t scaled = high_multiply_s16(x, p->out_multiplier);
    const int32_t gate = (reluish(p, x) + (1 << 15)) >> 1; /* in [0, 1], Q0.15 */
    const int32_t product = gate * scaled / (1 << 15);     /* truncated: cancels the bias of the roundings above */
    const int32_t result = thimble_round_shift(product, -p->out_exponent) + p->out_zero_point;
    output[i] = (int8_t)thimble_clamp(result, INT8_MIN, INT8_MAX);
  }
}
