/* sub_s8: elementwise difference a - b with broadcasting, int8 in and out, every tensor with a scale of its own.
 *   shapes  out [size_0, size_1, size_2, size_3], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   x = requantize((a - a_zero_point) << left_shift, a_multiplier, a_shift), y likewise from b;
 *           out = clamp(requantize(x - y, out_multiplier, out_shift) + out_zero_point, out_min, out_max)
 *   units   left_shift 20; a_multiplier stands for a_scale / (2 * max(a_scale, b_scale)), so every shift is at most 0
 *   limits  the output may overwrite an input that is not repeated
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_SUB_S8_H
#define THIMBLE_SUB_S8_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_stride_3;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_stride_3;
  int32_t left_shift;
  int32_t a_zero_point, a_multiplier, a_shift;
  int32_t b_zero_point, b_multiplier, b_shift;
  int32_t out_zero_point, out_multiplier, out_shift;
  int32_t out_min, out_max;
} thimble_sub_s8_params;

void thimble_sub_s8(const thimble_sub_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output);

#endif
