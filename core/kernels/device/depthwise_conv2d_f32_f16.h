/* depthwise_conv2d_f32_f16: one filter per channel (times a channel multiplier), floats, weights in half precision, expanded on the fly.
 *   shapes  in [N,H,W,C]  weights [1,KH,KW,C*M]  bias [C*M] or NULL  out [N,OH,OW,C*M]
 *   maths   out = clamp(bias[c] + sum in * w over the taps inside the input, out_min, out_max); output channel c reads input
 *           channel c / depth_multiplier; the sum goes row by row, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_DEPTHWISE_CONV2D_F32_F16_H
#define THIMBLE_DEPTHWISE_CONV2D_F32_F16_H

#include "depthwise_conv2d_f32.h"

typedef thimble_depthwise_conv2d_f32_params thimble_depthwise_conv2d_f32_f16_params;

void thimble_depthwise_conv2d_f32_f16(const thimble_depthwise_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights,
                                      const float *bias, float *output);

#endif
