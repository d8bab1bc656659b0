#include "softplus_f32.h"

#include "float_math.h"

static float softplus(float x) { return (x > 0.0f ? x : 0.0f) + thimble_math_log1p(thimble_math_exp(-thimble_math_abs(x))); }

void thimble_softplus_f32(const thimble_softplus_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = softplus(input[i]);
}
