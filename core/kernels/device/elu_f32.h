/* elu_f32: exponential linear unit, floats.
 *   shapes  in, out [count]
 *   maths   out = x where positive, else alpha * (exp(x) - 1)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_ELU_F32_H
#define THIMBLE_ELU_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  float alpha;
} thimble_elu_f32_params;

void thimble_elu_f32(const thimble_elu_f32_params *params, const float *input, float *output);

#endif
