#include "softmax_s16.h"

#include "interpolate_s16.h"
#include "requantize.h"

static int32_t leading_zeros(uint32_t value) {
  int32_t count = 0;
  for (uint32_t bit = UINT32_C(1) << 31; bit && !(value & bit); bit >>= 1) count++;
  return count;
}

/* Tables are indexed by [-32768, 32767]. */
static int32_t look_up(int32_t value, const int16_t *table) {
  return thimble_interpolate_s16(thimble_clamp(value, INT16_MIN, INT16_MAX), table);
}

void thimble_softmax_s16(const thimble_softmax_s16_params *params, const int16_t *input, const int16_t *exp_table,
                         const int16_t *reciprocal_table, int16_t *output) {
  const thimble_softmax_s16_params *p = params;
  for (int32_t row = 0; row < p->rows; row++, input += p->depth, output += p->depth) {
    int32_t max = INT16_MIN;
    for (int32_t i = 0; i < p->depth; i++) max = input[i] > max ? input[i] : max;

    int32_t sum = 0; /* Q16.15; the exponentials wait in the output */
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t scaled = thimble_requantize(input[i] - max, p->in_multiplier, p->in_shift);
      output[i] = (int16_t)look_up(scaled + INT16_MAX, exp_table);
      sum += output[i];
    }

    /* sum = 2^(16 - zeros) * (1 + fraction): the table knows 1 / (1 + fraction), the power of two is shifted. */
    const int32_t zeros = leading_zeros((uint32_t)sum);
    const int32_t normal = (int32_t)((((int64_t)sum << (zeros - 1)) + (1 << 13)) >> 14); /* 1 + fraction, 1 = 2^16 */
    const int32_t reciprocal = look_up(normal - (1 << 16) - (1 << 15), reciprocal_table);
    const int32_t shift = 31 - zeros;

    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t share = (int32_t)(((int64_t)output[i] * reciprocal + (INT64_C(1) << (shift - 1))) >> shift);
      output[i] = (int16_t)thimble_clamp(share, 0, INT16_MAX);
    }
  }
}
