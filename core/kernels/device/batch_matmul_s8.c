#include "batch_matmul_s8.h"

#include "broadcast.h"
#include "requantize.h"

static int8_t dot(const thimble_batch_matmul_s8_params *p, const int8_t *a, const int8_t *b) {
  int32_t sum = 0;
  for (int32_t k = 0; k < p->depth; k++) sum += (a[k * p->a_depth_stride] - p->a_zero_point) * (b[k * p->b_depth_stride] - p->b_zero_point);
  return (int8_t)thimble_clamp(thimble_wrapping_add(thimble_requantize(sum, p->multiplier, p->shift), p->out_zero_point), INT8_MIN,
                               INT8_MAX);
}

void thimble_batch_matmul_s8(const thimble_batch_matmul_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output) {
  const thimble_batch_matmul_s8_params *p = params;
  for (int32_t m = 0; m < p->size_0 * p->size_1 * p->size_2; m++) {
    const int8_t *left = a + thimble_row_offset(m, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const int8_t *right = b + thimble_row_offset(m, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t i = 0; i < p->rows; i++) {
      for (int32_t j = 0; j < p->columns; j++) *output++ = dot(p, left + i * p->a_row_stride, right + j * p->b_column_stride);
    }
  }
}
