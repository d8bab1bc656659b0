#include "fully_connected_s16.h"

#include "dot_s16.h"
#include "requantize_wide.h"

void thimble_fully_connected_s16(const thimble_fully_connected_s16_params *params, const int16_t *input, const int8_t *weights,
                                 const int64_t *bias, const int32_t *scale_high, const int32_t *scale_low, const int8_t *shift,
                                 int16_t *output) {
  const thimble_fully_connected_s16_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    for (int32_t oc = 0; oc < p->out_c; oc++) {
      int64_t acc = thimble_dot_s16(input + n * p->in_c, weights + oc * p->in_c, p->in_c);
      if (bias) acc += bias[oc];
      const int32_t scaled = thimble_scale_s64(acc, scale_high[oc], scale_low[oc], shift[oc]);
      *output++ = (int16_t)thimble_clamp(scaled, p->out_min, p->out_max);
    }
  }
}
