#include "fully_connected_f32_s8.h"

#include "float_math.h"

void thimble_fully_connected_f32_s8(const thimble_fully_connected_f32_s8_params *params, const float *input, const int8_t *weights,
                                    const float *scale, const float *bias, float *output) {
  const thimble_fully_connected_f32_s8_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *row = input + n * p->in_c;
    for (int32_t oc = 0; oc < p->out_c; oc++) {
      const int8_t *filter = weights + oc * p->in_c;
      float sum = 0.0f;
      for (int32_t c = 0; c < p->in_c; c++) sum += row[c] * (float)filter[c];
      sum *= scale[oc];
      if (bias) sum += bias[oc];
      *output++ = thimble_math_clamp(sum, p->out_min, p->out_max);
    }
  }
}
