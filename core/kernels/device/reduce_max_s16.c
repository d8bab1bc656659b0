#include "reduce_max_s16.h"

void thimble_reduce_max_s16(const thimble_reduce_max_s16_params *params, const int16_t *input, int16_t *output) {
  const thimble_reduce_max_s16_params *p = params;
  for (int32_t n = 0; n < p->outer; n++) {
    const int16_t *block = input + n * p->count * p->inner;
    for (int32_t i = 0; i < p->inner; i++) {
      int16_t result = block[i];
      for (int32_t k = 1; k < p->count; k++) {
        if (block[k * p->inner + i] > result) result = block[k * p->inner + i];
      }
      *output++ = result;
    }
  }
}
