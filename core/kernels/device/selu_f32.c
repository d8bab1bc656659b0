#include "selu_f32.h"

#include "float_math.h"

static float selu_of(const thimble_selu_f32_params *p, float x) { return p->gamma * (x > 0.0f ? x : p->alpha * thimble_math_expm1(x)); }

void thimble_selu_f32(const thimble_selu_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = selu_of(params, input[i]);
}
