/* batch_matmul_s8: products of matrices, int8 in and out.
 *   shapes  out [size_0, size_1, size_2, rows, columns], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   out = clamp(requantize(sum (a - a_zero_point) * (b - b_zero_point), multiplier, shift) + out_zero_point, -128, 127)
 *   limits  at most 32768 products in one sum
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_BATCH_MATMUL_S8_H
#define THIMBLE_BATCH_MATMUL_S8_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2;
  int32_t rows, columns, depth;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_row_stride, a_depth_stride;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_depth_stride, b_column_stride;
  int32_t a_zero_point, b_zero_point, out_zero_point;
  int32_t multiplier, shift;
} thimble_batch_matmul_s8_params;

void thimble_batch_matmul_s8(const thimble_batch_matmul_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output);

#endif
