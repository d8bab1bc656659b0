#include "div_f32.h"

#include "broadcast.h"
#include "float_math.h"

void thimble_div_f32(const thimble_div_f32_params *params, const float *a, const float *b, float *output) {
  const thimble_div_f32_params *p = params;
  for (int32_t row = 0; row < p->size_0 * p->size_1 * p->size_2; row++) {
    const float *a_row = a + thimble_row_offset(row, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const float *b_row = b + thimble_row_offset(row, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t l = 0; l < p->size_3; l++)
      *output++ = thimble_math_clamp(a_row[l * p->a_stride_3] / b_row[l * p->b_stride_3], p->out_min, p->out_max);
  }
}
