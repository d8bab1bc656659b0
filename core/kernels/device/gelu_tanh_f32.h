/* gelu_tanh_f32: Gaussian error linear unit, by tanh, floats.
 *   shapes  in, out [count]
 *   maths   out = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_GELU_TANH_F32_H
#define THIMBLE_GELU_TANH_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_gelu_tanh_f32_params;

void thimble_gelu_tanh_f32(const thimble_gelu_tanh_f32_params *params, const float *input, float *output);

#endif
