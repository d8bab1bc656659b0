#include "hard_sigmoid_f32.h"

#include "float_math.h"

static float hard_sigmoid_of(const thimble_hard_sigmoid_f32_params *p, float x) {
  return thimble_math_clamp(p->alpha * x + p->beta, 0.0f, 1.0f);
}

void thimble_hard_sigmoid_f32(const thimble_hard_sigmoid_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = hard_sigmoid_of(params, input[i]);
}
