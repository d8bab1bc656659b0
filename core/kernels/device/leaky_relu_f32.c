#include "leaky_relu_f32.h"

#include "float_math.h"

void thimble_leaky_relu_f32(const thimble_leaky_relu_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = input[i] >= 0.0f ? input[i] : params->alpha * input[i];
}
