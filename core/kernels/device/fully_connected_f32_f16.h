/* fully_connected_f32_f16: matrix times vector per row, floats, weights in half precision, expanded on the fly.
 *   shapes  in [N,C]  weights [O,C]  bias [O] or NULL  out [N,O]
 *   maths   out = clamp(bias[o] + sum in * w, out_min, out_max); the sum goes along the row, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_FULLY_CONNECTED_F32_F16_H
#define THIMBLE_FULLY_CONNECTED_F32_F16_H

#include "fully_connected_f32.h"

typedef thimble_fully_connected_f32_params thimble_fully_connected_f32_f16_params;

void thimble_fully_connected_f32_f16(const thimble_fully_connected_f32_f16_params *params, const float *input, const uint16_t *weights,
                                     const float *bias, float *output);

#endif
