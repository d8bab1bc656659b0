#include "softmax_s8.h"

#include "fixed_exp.h"
#include "requantize.h"

/* exp(input - max), Q0.31; 0 is never a value of exp itself. */
static int32_t scaled_exp(const thimble_softmax_s8_params *p, int32_t diff) {
  if (diff < p->diff_min) return 0;
  return thimble_exp_negative(thimble_requantize(diff, p->in_multiplier, p->in_shift));
}

static int32_t leading_zeros(uint32_t value) {
  int32_t count = 0;
  for (uint32_t bit = UINT32_C(1) << 31; bit && !(value & bit); bit >>= 1) count++;
  return count;
}

void thimble_softmax_s8(const thimble_softmax_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_softmax_s8_params *p = params;
  for (int32_t row = 0; row < p->rows; row++, input += p->depth, output += p->depth) {
    int32_t max = INT8_MIN;
    for (int32_t i = 0; i < p->depth; i++) max = input[i] > max ? input[i] : max;

    int32_t sum = 0; /* Q12.19 */
    for (int32_t i = 0; i < p->depth; i++) sum += thimble_round_shift(scaled_exp(p, input[i] - max), 12);

    /* sum = 2^(12 - zeros) * (1 + fraction): the power of two goes into the final shift. */
    const int32_t zeros = leading_zeros((uint32_t)sum);
    const int32_t fraction = (int32_t)(((uint32_t)sum << zeros) - (UINT32_C(1) << 31));
    const int32_t reciprocal = thimble_reciprocal_one_plus(fraction);
    const int32_t exponent = 12 - zeros + 31 - 8;

    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t share = thimble_high_multiply(reciprocal, scaled_exp(p, input[i] - max));
      /* A sum of 256 or more leaves every share below 1/256, which rounds to 0. */
      const int32_t rounded = exponent > 31 ? 0 : thimble_round_shift(share, exponent);
      output[i] = (int8_t)thimble_clamp(rounded - 128, -128, 127);
    }
  }
}
