/* depthwise_conv2d_s16: one filter per channel (times a channel multiplier), int16 in and out, int8 weights.
 *   shapes  in [N,H,W,C]  weights [1,KH,KW,C*M]  bias [C*M] or NULL  multiplier, shift [C*M]  out [N,OH,OW,C*M]
 *   maths   acc = bias[c] + sum in * w over the taps inside the input; output channel c reads input channel
 *           c / depth_multiplier; out = clamp(requantize(acc, multiplier[c], shift[c]), out_min, out_max)
 *   units   zero points are 0; the multiplier's upper 16 bits count, rounded once
 *   limits  weights in [-127,127], at most 65536 terms, |bias| < 2^46
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization: symmetric int16 activations, int8 weights
 */
#ifndef THIMBLE_DEPTHWISE_CONV2D_S16_H
#define THIMBLE_DEPTHWISE_CONV2D_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, depth_multiplier;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w, dilation_h, dilation_w;
  int32_t pad_top, pad_left;
  int32_t out_min, out_max;
} thimble_depthwise_conv2d_s16_params;

void thimble_depthwise_conv2d_s16(const thimble_depthwise_conv2d_s16_params *params, const int16_t *input, const int8_t *weights,
                                  const int64_t *bias, const int32_t *multiplier, const int8_t *shift, int16_t *output);

#endif
