#include "round_f32.h"

#include "float_math.h"

void thimble_round_f32(const thimble_round_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = thimble_math_round(input[i]);
}
