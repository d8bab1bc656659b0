/* gelu_f32: Gaussian error linear unit, floats.
 *   shapes  in, out [count]
 *   maths   out = x / 2 * (1 + erf(x / sqrt 2))
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_GELU_F32_H
#define THIMBLE_GELU_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_gelu_f32_params;

void thimble_gelu_f32(const thimble_gelu_f32_params *params, const float *input, float *output);

#endif
