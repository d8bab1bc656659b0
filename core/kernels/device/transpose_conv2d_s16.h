/* transpose_conv2d_s16: two-dimensional transposed convolution, int16 in and out, int8 weights.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   acc = bias[o] + sum in * w;  out = clamp(requantize(acc, multiplier[o], shift[o])), in 64 bits, or as for int8 where
 *           accumulator_bits is 32
 *           over the taps and inputs with y_in * stride_h + y_tap - pad_top = y_out, and likewise x
 *   units   multiplier Q0.31, shift left > 0
 *   limits  at most 65536 products in one sum
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite quantization specification
 */
#ifndef THIMBLE_TRANSPOSE_CONV2D_S16_H
#define THIMBLE_TRANSPOSE_CONV2D_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, out_c;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  int32_t out_min, out_max;
  int32_t accumulator_bits;
} thimble_transpose_conv2d_s16_params;

void thimble_transpose_conv2d_s16(const thimble_transpose_conv2d_s16_params *params, const int16_t *input, const int8_t *weights,
                                  const int64_t *bias, const int32_t *multiplier, const int8_t *shift, int16_t *output);

#endif
