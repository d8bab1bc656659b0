#include "leaky_relu_s8.h"

#include "requantize.h"

void thimble_leaky_relu_s8(const thimble_leaky_relu_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_leaky_relu_s8_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    const int32_t x = input[i] - p->in_zero_point;
    const int32_t scaled =
        x >= 0 ? thimble_requantize(x, p->multiplier, p->shift) : thimble_requantize(x, p->alpha_multiplier, p->alpha_shift);
    output[i] = (int8_t)thimble_clamp(thimble_wrapping_add(scaled, p->out_zero_point), INT8_MIN, INT8_MAX);
  }
}
