#include "hard_swish_f32.h"

#include "float_math.h"

void thimble_hard_swish_f32(const thimble_hard_swish_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = input[i] * (thimble_math_clamp(input[i] + 3.0f, 0.0f, 6.0f) / 6.0f);
}
