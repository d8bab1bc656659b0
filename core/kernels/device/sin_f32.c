#include "sin_f32.h"

#include "float_trig.h"

void thimble_sin_f32(const thimble_sin_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = thimble_math_sin(input[i]);
}
