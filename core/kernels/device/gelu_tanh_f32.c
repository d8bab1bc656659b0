#include "gelu_tanh_f32.h"

#include "float_math.h"

static float gelu(float x) { return 0.5f * x * (1.0f + thimble_math_tanh(0.797884561f * (x + 0.044715f * x * x * x))); }

void thimble_gelu_tanh_f32(const thimble_gelu_tanh_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = gelu(input[i]);
}
