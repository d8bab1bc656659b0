#include "batch_matmul_f32.h"

#include "broadcast.h"
#include "strict_float.h"

static float dot(const thimble_batch_matmul_f32_params *p, const float *a, const float *b) {
  float sum = 0;
  for (int32_t k = 0; k < p->depth; k++) sum += a[k * p->a_depth_stride] * b[k * p->b_depth_stride];
  return sum;
}

void thimble_batch_matmul_f32(const thimble_batch_matmul_f32_params *params, const float *a, const float *b, float *output) {
  const thimble_batch_matmul_f32_params *p = params;
  for (int32_t m = 0; m < p->size_0 * p->size_1 * p->size_2; m++) {
    const float *left = a + thimble_row_offset(m, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const float *right = b + thimble_row_offset(m, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t i = 0; i < p->rows; i++) {
      for (int32_t j = 0; j < p->columns; j++) *output++ = dot(p, left + i * p->a_row_stride, right + j * p->b_column_stride);
    }
  }
}
