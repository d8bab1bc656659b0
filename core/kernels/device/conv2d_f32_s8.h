/* conv2d_f32_s8: two-dimensional convolution of floats, int8 weights with a scale per output channel.
 *   shapes  in [N,H,W,C]  weights [O,KH,KW,C/groups]  scale [O]  bias [O] or NULL  out [N,OH,OW,O]
 *   maths   out = clamp(bias[o] + scale[o] * sum in * w over the taps inside the input, out_min, out_max); the sum goes in the order of
 *           the weights in memory, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_CONV2D_F32_S8_H
#define THIMBLE_CONV2D_F32_S8_H

#include "conv2d_f32.h"

typedef thimble_conv2d_f32_params thimble_conv2d_f32_s8_params;

void thimble_conv2d_f32_s8(const thimble_conv2d_f32_s8_params *params, const float *input, const int8_t *weights, const float *scale,
                           const float *bias, float *output);

#endif
