/* tanh_f32: hyperbolic tangent, floats.
 *   shapes  in, out [count]
 *   maths   as in float_math.h
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_TANH_F32_H
#define THIMBLE_TANH_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_tanh_f32_params;

void thimble_tanh_f32(const thimble_tanh_f32_params *params, const float *input, float *output);

#endif
