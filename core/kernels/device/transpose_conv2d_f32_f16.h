/* transpose_conv2d_f32_f16: two-dimensional transposed convolution, floats, weights in half precision, expanded on the fly.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   out = clamp(bias[o] + sum in * w, out_min, out_max), over the taps and inputs with
 *           y_in * stride_h + y_tap - pad_top = y_out, and likewise x; the sum goes in the order of the weights in memory,
 *           every step rounded to float
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_TRANSPOSE_CONV2D_F32_F16_H
#define THIMBLE_TRANSPOSE_CONV2D_F32_F16_H

#include "transpose_conv2d_f32.h"

typedef thimble_transpose_conv2d_f32_params thimble_transpose_conv2d_f32_f16_params;

void thimble_transpose_conv2d_f32_f16(const thimble_transpose_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights,
                                      const float *bias, float *output);

#endif
