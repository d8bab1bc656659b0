/* fully_connected_f32: matrix times vector per row, floats.
 *   shapes  in [N,C]  weights [O,C]  bias [O] or NULL  out [N,O]
 *   maths   out = clamp(bias[o] + sum in * w, out_min, out_max); the sum goes along the row, every step rounded to float
 *   exact   defines the result; other orders of the sum (float_executor) agree within a tolerance
 */
#ifndef THIMBLE_FULLY_CONNECTED_F32_H
#define THIMBLE_FULLY_CONNECTED_F32_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_c, out_c;
  float out_min, out_max;
} thimble_fully_connected_f32_params;

void thimble_fully_connected_f32(const thimble_fully_connected_f32_params *params, const float *input, const float *weights,
                                 const float *bias, float *output);

#endif
