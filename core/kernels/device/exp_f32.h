/* exp_f32: e to the power of x, floats.
 *   shapes  in, out [count]
 *   maths   out = exp(x)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_EXP_F32_H
#define THIMBLE_EXP_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_exp_f32_params;

void thimble_exp_f32(const thimble_exp_f32_params *params, const float *input, float *output);

#endif
