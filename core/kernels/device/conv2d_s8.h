/* conv2d_s8: two-dimensional convolution, int8 in and out, symmetric int8 weights per output channel.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C/groups]  bias [O] or NULL  multiplier, shift [O]  out [N,OH,OW,O]
 *   maths   acc = bias[o] + sum (in - in_zero_point) * w over the taps inside the input;
 *           out = clamp(requantize(acc, multiplier[o], shift[o]) + out_zero_point, out_min, out_max)
 *   limits  weights in [-127,127], at most 65536 terms, |bias| < 2^24: acc fits int32
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_CONV2D_S8_H
#define THIMBLE_CONV2D_S8_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, out_c;
  int32_t filter_h, filter_w, groups;
  int32_t stride_h, stride_w, dilation_h, dilation_w;
  int32_t pad_top, pad_left;
  int32_t in_zero_point, out_zero_point;
  int32_t out_min, out_max;
} thimble_conv2d_s8_params;

void thimble_conv2d_s8(const thimble_conv2d_s8_params *params, const int8_t *input, const int8_t *weights, const int32_t *bias,
                       const int32_t *multiplier, const int8_t *shift, int8_t *output);

#endif
