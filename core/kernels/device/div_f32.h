/* div_f32: elementwise quotient with broadcasting, floats.
 *   shapes  out [size_0, size_1, size_2, size_3], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   out = clamp(a / b, out_min, out_max)
 *   limits  the output may overwrite an input that is not repeated
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_DIV_F32_H
#define THIMBLE_DIV_F32_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_stride_3;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_stride_3;
  float out_min, out_max;
} thimble_div_f32_params;

void thimble_div_f32(const thimble_div_f32_params *params, const float *a, const float *b, float *output);

#endif
