#include "minimum_f32.h"

#include "broadcast.h"

static float minimum_of(float a, float b) { return a < b || a != a ? a : b; }

void thimble_minimum_f32(const thimble_minimum_f32_params *params, const float *a, const float *b, float *output) {
  const thimble_minimum_f32_params *p = params;
  for (int32_t row = 0; row < p->size_0 * p->size_1 * p->size_2; row++) {
    const float *a_row = a + thimble_row_offset(row, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const float *b_row = b + thimble_row_offset(row, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t l = 0; l < p->size_3; l++) *output++ = minimum_of(a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
  }
}
