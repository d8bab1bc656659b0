/* sin_f32: sine, floats.
 *   shapes  in, out [count]
 *   maths   out = sin(x), x in radians
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SIN_F32_H
#define THIMBLE_SIN_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_sin_f32_params;

void thimble_sin_f32(const thimble_sin_f32_params *params, const float *input, float *output);

#endif
