#include "fully_connected_f32.h"

#include "float_math.h"

void thimble_fully_connected_f32(const thimble_fully_connected_f32_params *params, const float *input, const float *weights,
                                 const float *bias, float *output) {
  const thimble_fully_connected_f32_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *row = input + n * p->in_c;
    for (int32_t oc = 0; oc < p->out_c; oc++) {
      const float *filter = weights + oc * p->in_c;
      float sum = 0.0f;
      for (int32_t c = 0; c < p->in_c; c++) sum += row[c] * filter[c];
      if (bias) sum += bias[oc];
      *output++ = thimble_math_clamp(sum, p->out_min, p->out_max);
    }
  }
}
