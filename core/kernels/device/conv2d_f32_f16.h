/* conv2d_f32_f16: two-dimensional convolution of floats, weights in half precision, expanded on the fly.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C/groups]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   out = clamp(bias[o] + sum in * w over the taps inside the input, out_min, out_max); the sum goes in the order of
 *           the weights in memory, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_CONV2D_F32_F16_H
#define THIMBLE_CONV2D_F32_F16_H

#include "conv2d_f32.h"

typedef thimble_conv2d_f32_params thimble_conv2d_f32_f16_params;

void thimble_conv2d_f32_f16(const thimble_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights, const float *bias,
                            float *output);

#endif
