#include "batch_matmul_s16.h"

#include "broadcast.h"
#include "requantize_wide.h"

static int16_t dot(const thimble_batch_matmul_s16_params *p, const int16_t *a, const int16_t *b) {
  int64_t sum = 0;
  for (int32_t k = 0; k < p->depth; k++) sum += (int64_t)a[k * p->a_depth_stride] * b[k * p->b_depth_stride];
  return (int16_t)thimble_clamp(thimble_requantize_s64(sum, p->multiplier, p->shift), INT16_MIN, INT16_MAX);
}

void thimble_batch_matmul_s16(const thimble_batch_matmul_s16_params *params, const int16_t *a, const int16_t *b, int16_t *output) {
  const thimble_batch_matmul_s16_params *p = params;
  for (int32_t m = 0; m < p->size_0 * p->size_1 * p->size_2; m++) {
    const int16_t *left = a + thimble_row_offset(m, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const int16_t *right = b + thimble_row_offset(m, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t i = 0; i < p->rows; i++) {
      for (int32_t j = 0; j < p->columns; j++) *output++ = dot(p, left + i * p->a_row_stride, right + j * p->b_column_stride);
    }
  }
}
