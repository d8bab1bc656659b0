#include "tanh_s16.h"

#include "sigmoid_table.h"

static int32_t tangent(int32_t x, const int16_t *table) {
  const int32_t magnitude = x < 0 ? -x : x;
  /* Half steps of the table, because the argument of the sigmoid is doubled; Q0.24, saturated past the table. */
  const int32_t sigmoid = magnitude >> 8 >= 255 ? 0xFFFF << 8 : thimble_sigmoid_magnitude(magnitude, 8, table);
  const int32_t centred = sigmoid - (1 << 23);
  const int32_t rounded = x < 0 ? -centred + (1 << 7) - 1 : centred + (1 << 7);
  return rounded >> 8;
}

void thimble_tanh_s16(const thimble_tanh_s16_params *params, const int16_t *input, const int16_t *table, int16_t *output) {
  const thimble_tanh_s16_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    output[i] = (int16_t)tangent(thimble_sigmoid_argument(input[i], p->multiplier, p->shift), table);
  }
}
