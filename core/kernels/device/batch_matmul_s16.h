/* batch_matmul_s16: products of matrices, int16 in and out.
 *   shapes  out [size_0, size_1, size_2, rows, columns], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   out = requantize of sum a * b in 64 bits, saturated
 *   limits  at most 65536 products in one sum
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_BATCH_MATMUL_S16_H
#define THIMBLE_BATCH_MATMUL_S16_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2;
  int32_t rows, columns, depth;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_row_stride, a_depth_stride;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_depth_stride, b_column_stride;
  int32_t multiplier, shift;
} thimble_batch_matmul_s16_params;

void thimble_batch_matmul_s16(const thimble_batch_matmul_s16_params *params, const int16_t *a, const int16_t *b, int16_t *output);

#endif
