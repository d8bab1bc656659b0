#include "floor_f32.h"

#include "float_math.h"

void thimble_floor_f32(const thimble_floor_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = thimble_math_floor(input[i]);
}
