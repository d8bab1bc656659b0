#include "leaky_relu_s16.h"

#include "requantize.h"

void thimble_leaky_relu_s16(const thimble_leaky_relu_s16_params *params, const int16_t *input, int16_t *output) {
  const thimble_leaky_relu_s16_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    const int32_t x = input[i];
    const int32_t scaled =
        x >= 0 ? thimble_requantize(x, p->multiplier, p->shift) : thimble_requantize(x, p->alpha_multiplier, p->alpha_shift);
    output[i] = (int16_t)thimble_clamp(scaled, INT16_MIN, INT16_MAX);
  }
}
