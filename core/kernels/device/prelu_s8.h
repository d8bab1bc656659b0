/* prelu_s8: leaky rectifier with a slope for each element, int8 in and out, every tensor with a scale of its own.
 *   shapes  out [size_0, size_1, size_2, size_3], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   x = a - a_zero_point;  out = clamp(out_zero_point + (x >= 0 ? requantize(x, multiplier, shift)
 *           : requantize(x * (b - b_zero_point), slope_multiplier, slope_shift)), -128, 127); b are the slopes
 *   limits  the output may overwrite an input that is not repeated
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_PRELU_S8_H
#define THIMBLE_PRELU_S8_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_stride_3;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_stride_3;
  int32_t a_zero_point, b_zero_point, out_zero_point;
  int32_t multiplier, shift, slope_multiplier, slope_shift;
} thimble_prelu_s8_params;

void thimble_prelu_s8(const thimble_prelu_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output);

#endif
