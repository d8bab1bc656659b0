/* conv2d_f32_f16: two-dimensional convolution of floats, weights in half precision, expanded on the fly.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C/groups]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   out = clamp(bias[o] + sum in * w over the taps inside the input, out_min, out_max); the sum goes in the order of
 *           the weights in memory, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_CONV2D_F32_F16_H
#define THIMBLE_CONV2D_F32_F16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, out_c;
  int32_t filter_h, filter_w, groups;
  int32_t stride_h, stride_w, dilation_h, dilation_w;
  int32_t pad_top, pad_left;
  float out_min, out_max;
} thimble_conv2d_f32_f16_params;

void thimble_conv2d_f32_f16(const thimble_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights, const float *bias,
                            float *output);

#endif
