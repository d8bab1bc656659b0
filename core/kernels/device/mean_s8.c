#include "mean_s8.h"

#include "requantize.h"

void thimble_mean_s8(const thimble_mean_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_mean_s8_params *p = params;
  for (int32_t n = 0; n < p->outer; n++) {
    const int8_t *block = input + n * p->count * p->inner;
    for (int32_t i = 0; i < p->inner; i++) {
      int32_t sum = 0;
      for (int32_t k = 0; k < p->count; k++) sum += block[k * p->inner + i];
      const int32_t scaled = thimble_requantize(sum - p->count * p->in_zero_point, p->multiplier, p->shift);
      *output++ = (int8_t)thimble_clamp(thimble_wrapping_add(scaled, p->out_zero_point), INT8_MIN, INT8_MAX);
    }
  }
}
