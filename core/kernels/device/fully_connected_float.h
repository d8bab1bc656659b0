/* fully_connected_float: the product of fully_connected_f32, fully_connected_f32_f16 and fully_connected_f32_s8. */
#ifndef THIMBLE_FULLY_CONNECTED_FLOAT_H
#define THIMBLE_FULLY_CONNECTED_FLOAT_H

#include "float_math.h"
#include "float_weights.h"
#include "fully_connected_f32.h"

static inline void thimble_fully_connected_float(const thimble_fully_connected_f32_params *p, const float *input, const void *weights,
                                                 thimble_weight_reader read, const float *scale, const float *bias, float *output) {
  for (int32_t n = 0; n < p->batches; n++) {
    const float *row = input + n * p->in_c;
    for (int32_t oc = 0; oc < p->out_c; oc++) {
      float sum = 0.0f;
      for (int32_t c = 0; c < p->in_c; c++) sum += row[c] * read(weights, oc * p->in_c + c);
      *output++ = thimble_math_clamp(thimble_weighted_output(sum, scale, bias, oc), p->out_min, p->out_max);
    }
  }
}

#endif
