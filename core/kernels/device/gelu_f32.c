#include "gelu_f32.h"

#include "float_math.h"

static float gelu(float x) { return 0.5f * x * (1.0f + thimble_math_erf(x * 0.707106781f)); }

void thimble_gelu_f32(const thimble_gelu_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = gelu(input[i]);
}
