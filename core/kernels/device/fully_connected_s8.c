#include "fully_connected_s8.h"

#include "requantize_wide.h"

/* sum (input - in_zero_point) * (weights - weight_zero_point); 16-bit factors let compilers use their widening multiply-add. */
static int32_t dot(const int8_t *input, const int8_t *weights, int32_t count, int16_t in_zero_point, int16_t weight_zero_point) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; i++) {
    sum += (int16_t)(input[i] - in_zero_point) * (int16_t)(weights[i] - weight_zero_point);
  }
  return sum;
}

void thimble_fully_connected_s8(const thimble_fully_connected_s8_params *params, const int8_t *input, const int8_t *weights,
                                const int32_t *bias, const int32_t *scale_high, const int32_t *scale_low, const int8_t *shift,
                                int8_t *output) {
  const thimble_fully_connected_s8_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    for (int32_t oc = 0; oc < p->out_c; oc++) {
      int32_t acc = dot(input + n * p->in_c, weights + oc * p->in_c, p->in_c, (int16_t)p->in_zero_point, (int16_t)p->weight_zero_point);
      if (bias) acc = thimble_wrapping_add(acc, bias[oc]);
      acc = thimble_wrapping_add(thimble_scale_s32(acc, scale_high[oc], scale_low[oc], shift[oc]), p->out_zero_point);
      *output++ = (int8_t)thimble_clamp(acc, p->out_min, p->out_max);
    }
  }
}
