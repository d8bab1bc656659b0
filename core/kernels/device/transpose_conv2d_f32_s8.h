/* transpose_conv2d_f32_s8: two-dimensional transposed convolution, floats, int8 weights with a scale per output channel.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C]  scale [O]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   out = clamp(bias[o] + scale[o] * sum in * w, out_min, out_max), over the taps and inputs with
 *           y_in * stride_h + y_tap - pad_top = y_out, and likewise x; the sum goes in the order of the weights in memory,
 *           every step rounded to float
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_TRANSPOSE_CONV2D_F32_S8_H
#define THIMBLE_TRANSPOSE_CONV2D_F32_S8_H

#include "transpose_conv2d_f32.h"

typedef thimble_transpose_conv2d_f32_params thimble_transpose_conv2d_f32_s8_params;

void thimble_transpose_conv2d_f32_s8(const thimble_transpose_conv2d_f32_s8_params *params, const float *input, const int8_t *weights,
                                     const float *scale, const float *bias, float *output);

#endif
