/* sub_s16: elementwise difference a - b with broadcasting, int16 in and out, every tensor with a scale of its own.
 *   shapes  out [size_0, size_1, size_2, size_3], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   x = requantize(a << left_shift, a_multiplier, a_shift), y likewise from b;
 *           out = clamp(requantize(x - y, out_multiplier, out_shift), out_min, out_max)
 *   units   zero points are 0; left_shift 15; a_multiplier stands for a_scale / (2 * max(a_scale, b_scale)), so every shift is at most 0
 *   limits  the output may overwrite an input that is not repeated
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_SUB_S16_H
#define THIMBLE_SUB_S16_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_stride_3;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_stride_3;
  int32_t left_shift;
  int32_t a_multiplier, a_shift;
  int32_t b_multiplier, b_shift;
  int32_t out_multiplier, out_shift;
  int32_t out_min, out_max;
} thimble_sub_s16_params;

void thimble_sub_s16(const thimble_sub_s16_params *params, const int16_t *a, const int16_t *b, int16_t *output);

#endif
