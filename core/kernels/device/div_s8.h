/* div_s8: elementwise quotient with broadcasting, int8 in and out, every tensor with a scale of its own.
 *   shapes  out [size_0, size_1, size_2, size_3], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   out = clamp(out_zero_point + (a - a_zero_point) / (b - b_zero_point) * multiplier * 2^(shift - 31), out_min, out_max),
 *           the reciprocal in Q0.31 by three steps of Newton's, then two rounded products
 *   limits  b = b_zero_point, a division by 0, gives the greatest or least number by the sign of a, and 0 for 0;
 *           the output may overwrite an input that is not repeated
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels (which forbid a division by 0)
 */
#ifndef THIMBLE_DIV_S8_H
#define THIMBLE_DIV_S8_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_stride_3;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_stride_3;
  int32_t a_zero_point, b_zero_point, out_zero_point;
  int32_t multiplier, shift;
  int32_t out_min, out_max;
} thimble_div_s8_params;

void thimble_div_s8(const thimble_div_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output);

#endif
