/* selu_f32: scaled exponential linear unit, floats.
 *   shapes  in, out [count]
 *   maths   out = gamma * x where positive, else gamma * alpha * (exp(x) - 1)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SELU_F32_H
#define THIMBLE_SELU_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  float alpha, gamma;
} thimble_selu_f32_params;

void thimble_selu_f32(const thimble_selu_f32_params *params, const float *input, float *output);

#endif
