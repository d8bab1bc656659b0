/* fully_connected_f32_s8: matrix times vector per row, floats, int8 weights with a scale per output channel.
 *   shapes  in [N,C]  weights [O,C]  scale [O]  bias [O] or NULL  out [N,O]
 *   maths   out = clamp(bias[o] + scale[o] * sum in * w, out_min, out_max); the sum goes along the row, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_FULLY_CONNECTED_F32_S8_H
#define THIMBLE_FULLY_CONNECTED_F32_S8_H

#include "fully_connected_f32.h"

typedef thimble_fully_connected_f32_params thimble_fully_connected_f32_s8_params;

void thimble_fully_connected_f32_s8(const thimble_fully_connected_f32_s8_params *params, const float *input, const int8_t *weights,
                                    const float *scale, const float *bias, float *output);

#endif
