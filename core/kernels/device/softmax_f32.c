#include "softmax_f32.h"

#include "float_math.h"

void thimble_softmax_f32(const thimble_softmax_f32_params *params, const float *input, float *output) {
  const thimble_softmax_f32_params *p = params;
  for (int32_t row = 0; row < p->rows; row++) {
    const float *in = input + row * p->depth;
    float *out = output + row * p->depth;
    float max = in[0], sum = 0.0f;
    for (int32_t i = 1; i < p->depth; i++) max = in[i] > max ? in[i] : max;
    for (int32_t i = 0; i < p->depth; i++) sum += out[i] = thimble_math_exp(p->beta * (in[i] - max));
    for (int32_t i = 0; i < p->depth; i++) out[i] = out[i] / sum;
  }
}
