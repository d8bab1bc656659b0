/* transpose_conv2d_s8: two-dimensional transposed convolution, int8 in and out, int8 weights.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   acc = bias[o] + sum (in - in_zero_point) * w;  out = clamp(requantize(acc, multiplier[o], shift[o]) + out_zero_point)
 *           over the taps and inputs with y_in * stride_h + y_tap - pad_top = y_out, and likewise x
 *   units   multiplier Q0.31, shift left > 0
 *   limits  at most 65536 products in one sum
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite quantization specification
 */
#ifndef THIMBLE_TRANSPOSE_CONV2D_S8_H
#define THIMBLE_TRANSPOSE_CONV2D_S8_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, out_c;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  int32_t in_zero_point, out_zero_point;
  int32_t out_min, out_max;
} thimble_transpose_conv2d_s8_params;

void thimble_transpose_conv2d_s8(const thimble_transpose_conv2d_s8_params *params, const int8_t *input, const int8_t *weights,
                                 const int32_t *bias, const int32_t *multiplier, const int8_t *shift, int8_t *output);

#endif
