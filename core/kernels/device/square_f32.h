/* square_f32: x * x, floats.
 *   shapes  in, out [count]
 *   maths   out = x * x
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SQUARE_F32_H
#define THIMBLE_SQUARE_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_square_f32_params;

void thimble_square_f32(const thimble_square_f32_params *params, const float *input, float *output);

#endif
