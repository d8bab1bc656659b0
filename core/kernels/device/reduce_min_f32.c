#include "reduce_min_f32.h"

void thimble_reduce_min_f32(const thimble_reduce_min_f32_params *params, const float *input, float *output) {
  const thimble_reduce_min_f32_params *p = params;
  for (int32_t n = 0; n < p->outer; n++) {
    const float *block = input + n * p->count * p->inner;
    for (int32_t i = 0; i < p->inner; i++) {
      float result = block[i];
      for (int32_t k = 0; k < p->count; k++) {
        const float x = block[k * p->inner + i];
        result = x < result || x != x ? x : result;
      }
      *output++ = result;
    }
  }
}
