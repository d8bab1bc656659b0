#include "softsign_f32.h"

#include "float_math.h"

static float softsign_of(float x) { return x / (1.0f + thimble_math_abs(x)); }

void thimble_softsign_f32(const thimble_softsign_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = softsign_of(input[i]);
}
