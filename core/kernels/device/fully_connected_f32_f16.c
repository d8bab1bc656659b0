#include "fully_connected_f32_f16.h"

#include "float_math.h"
#include "half_float.h"

void thimble_fully_connected_f32_f16(const thimble_fully_connected_f32_f16_params *params, const float *input, const uint16_t *weights,
                                     const float *bias, float *output) {
  const thimble_fully_connected_f32_f16_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *row = input + n * p->in_c;
    for (int32_t oc = 0; oc < p->out_c; oc++) {
      const uint16_t *filter = weights + oc * p->in_c;
      float sum = 0.0f;
      for (int32_t c = 0; c < p->in_c; c++) sum += row[c] * thimble_half_to_float(filter[c]);
      if (bias) sum += bias[oc];
      *output++ = thimble_math_clamp(sum, p->out_min, p->out_max);
    }
  }
}
