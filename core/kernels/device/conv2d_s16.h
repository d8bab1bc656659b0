/* conv2d_s16: two-dimensional convolution, int16 in and out, symmetric int8 weights per output channel.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C/groups]  bias [O] or NULL  multiplier, shift [O]  out [N,OH,OW,O]
 *   maths   acc = bias[o] + sum in * w over the taps inside the input;
 *           out = clamp(requantize(acc, multiplier[o], shift[o]), out_min, out_max)
 *   units   zero points are 0; accumulator_bits 64 requantizes with the multiplier's upper 16 bits and one rounding, 32 as
 *           the 8-bit kernels do: the reference chooses by the type of the model's bias
 *   limits  weights in [-127,127], at most 65536 terms, |bias| < 2^46
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization: symmetric int16 activations, int8 weights
 */
#ifndef THIMBLE_CONV2D_S16_H
#define THIMBLE_CONV2D_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, out_c;
  int32_t filter_h, filter_w, groups;
  int32_t stride_h, stride_w, dilation_h, dilation_w;
  int32_t pad_top, pad_left;
  int32_t out_min, out_max;
  int32_t accumulator_bits;
} thimble_conv2d_s16_params;

void thimble_conv2d_s16(const thimble_conv2d_s16_params *params, const int16_t *input, const int8_t *weights, const int64_t *bias,
                        const int32_t *multiplier, const int8_t *shift, int16_t *output);

#endif
