/* batch_matmul_f32: products of matrices, floats.
 *   shapes  out [size_0, size_1, size_2, rows, columns], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   out = sum a * b along the depth, every step rounded to float
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_BATCH_MATMUL_F32_H
#define THIMBLE_BATCH_MATMUL_F32_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2;
  int32_t rows, columns, depth;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_row_stride, a_depth_stride;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_depth_stride, b_column_stride;
} thimble_batch_matmul_f32_params;

void thimble_batch_matmul_f32(const thimble_batch_matmul_f32_params *params, const float *a, const float *b, float *output);

#endif
