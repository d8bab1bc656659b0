/* depthwise_conv2d_f32_f16: one filter per channel (times a channel multiplier), floats, weights in half precision, expanded on the fly.
 *   shapes  in [N,H,W,C]  weights [1,KH,KW,C*M]  bias [C*M] or NULL  out [N,OH,OW,C*M]
 *   maths   out = clamp(bias[c] + sum in * w over the taps inside the input, out_min, out_max); output channel c reads input
 *           channel c / depth_multiplier; the sum goes row by row, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_DEPTHWISE_CONV2D_F32_F16_H
#define THIMBLE_DEPTHWISE_CONV2D_F32_F16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, depth_multiplier;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w, dilation_h, dilation_w;
  int32_t pad_top, pad_left;
  float out_min, out_max;
} thimble_depthwise_conv2d_f32_f16_params;

void thimble_depthwise_conv2d_f32_f16(const thimble_depthwise_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights,
                                      const float *bias, float *output);

#endif
