/* hard_sigmoid_f32: a sigmoid of three straight lines, floats.
 *   shapes  in, out [count]
 *   maths   out = clamp(alpha * x + beta, 0, 1)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_HARD_SIGMOID_F32_H
#define THIMBLE_HARD_SIGMOID_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  float alpha, beta;
} thimble_hard_sigmoid_f32_params;

void thimble_hard_sigmoid_f32(const thimble_hard_sigmoid_f32_params *params, const float *input, float *output);

#endif
