#include "mean_s16.h"

#include "requantize.h"

void thimble_mean_s16(const thimble_mean_s16_params *params, const int16_t *input, int16_t *output) {
  const thimble_mean_s16_params *p = params;
  for (int32_t n = 0; n < p->outer; n++) {
    const int16_t *block = input + n * p->count * p->inner;
    for (int32_t i = 0; i < p->inner; i++) {
      int32_t sum = 0;
      for (int32_t k = 0; k < p->count; k++) sum = thimble_wrapping_add(sum, block[k * p->inner + i]);
      const int32_t scaled = thimble_requantize(sum, p->multiplier, p->shift);
      *output++ = (int16_t)thimble_clamp(scaled, INT16_MIN, INT16_MAX);
    }
  }
}
