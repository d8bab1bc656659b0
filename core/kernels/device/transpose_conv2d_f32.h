/* transpose_conv2d_f32: two-dimensional transposed convolution, floats.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   out = clamp(bias[o] + sum in * w, out_min, out_max), over the taps and inputs with
 *           y_in * stride_h + y_tap - pad_top = y_out, and likewise x; the sum goes in the order of the weights in memory,
 *           every step rounded to float
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_TRANSPOSE_CONV2D_F32_H
#define THIMBLE_TRANSPOSE_CONV2D_F32_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, in_c;
  int32_t out_h, out_w, out_c;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  float out_min, out_max;
} thimble_transpose_conv2d_f32_params;

void thimble_transpose_conv2d_f32(const thimble_transpose_conv2d_f32_params *params, const float *input, const float *weights,
                                  const float *bias, float *output);

#endif
