#include "logistic_s16.h"

#include "sigmoid_table.h"

static int32_t logistic(int32_t x, const int16_t *table) {
  const int32_t magnitude = x < 0 ? -x : x;
  /* Q0.25; past the table the result saturates just below 1. */
  const int32_t sigmoid = magnitude >> 9 >= 255 ? 0x7FFF << 10 : thimble_sigmoid_magnitude(magnitude, 9, table);
  const int32_t rounded = x < 0 ? (1 << 25) - sigmoid + (1 << 9) - 1 : sigmoid + (1 << 9);
  return rounded >> 10;
}

void thimble_logistic_s16(const thimble_logistic_s16_params *params, const int16_t *input, const int16_t *table, int16_t *output) {
  const thimble_logistic_s16_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    output[i] = (int16_t)logistic(thimble_sigmoid_argument(input[i], p->multiplier, p->shift), table);
  }
}
