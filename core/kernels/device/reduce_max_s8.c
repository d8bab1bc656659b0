#include "reduce_max_s8.h"

void thimble_reduce_max_s8(const thimble_reduce_max_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_reduce_max_s8_params *p = params;
  for (int32_t n = 0; n < p->outer; n++) {
    const int8_t *block = input + n * p->count * p->inner;
    for (int32_t i = 0; i < p->inner; i++) {
      int8_t result = block[i];
      for (int32_t k = 1; k < p->count; k++) {
        if (block[k * p->inner + i] > result) result = block[k * p->inner + i];
      }
      *output++ = result;
    }
  }
}
