#include "relu_s16.h"

#include "requantize.h"

void thimble_relu_s16(const thimble_relu_s16_params *params, const int16_t *input, int16_t *output) {
  const thimble_relu_s16_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    const int32_t scaled = thimble_requantize(input[i], p->multiplier, p->shift);
    output[i] = (int16_t)thimble_clamp(scaled, p->out_min, p->out_max);
  }
}
