/* depthwise_conv2d_f32_s8: one filter per channel (times a channel multiplier), floats, int8 weights with a scale per output channel.
 *   shapes  in [N,H,W,C]  weights [1,KH,KW,C*M]  scale [C*M]  bias [C*M] or NULL  out [N,OH,OW,C*M]
 *   maths   out = clamp(bias[c] + scale[c] * sum in * w over the taps inside the input, out_min, out_max); output channel c reads input
 *           channel c / depth_multiplier; the sum goes row by row, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_DEPTHWISE_CONV2D_F32_S8_H
#define THIMBLE_DEPTHWISE_CONV2D_F32_S8_H

#include "depthwise_conv2d_f32.h"

typedef thimble_depthwise_conv2d_f32_params thimble_depthwise_conv2d_f32_s8_params;

void thimble_depthwise_conv2d_f32_s8(const thimble_depthwise_conv2d_f32_s8_params *params, const float *input, const int8_t *weights,
                                     const float *scale, const float *bias, float *output);

#endif
