#include "elu_f32.h"

#include "float_math.h"

static float elu_of(const thimble_elu_f32_params *p, float x) { return x > 0.0f ? x : p->alpha * thimble_math_expm1(x); }

void thimble_elu_f32(const thimble_elu_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = elu_of(params, input[i]);
}
