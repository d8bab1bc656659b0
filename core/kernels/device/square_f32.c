#include "square_f32.h"

static float square_of(float x) { return x * x; }

void thimble_square_f32(const thimble_square_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = square_of(input[i]);
}
