#include "requantize_s16_s32.h"

#include "requantize.h"

void thimble_requantize_s16_s32(const thimble_requantize_s16_s32_params *params, const int16_t *input, int32_t *output) {
  const thimble_requantize_s16_s32_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    const int32_t scaled = thimble_requantize(input[i] - p->in_zero_point, p->multiplier, p->shift);
    output[i] = thimble_wrapping_add(scaled, p->out_zero_point);
  }
}
