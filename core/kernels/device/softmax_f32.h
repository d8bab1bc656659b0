/* softmax_f32: exp(beta x) / sum exp(beta x) over the last axis, floats.
 *   shapes  in, out [rows, depth]
 *   maths   e = exp(beta * (in - max of the row)), out = e / sum e
 *   limits  the output may overwrite the input; beta is positive
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SOFTMAX_F32_H
#define THIMBLE_SOFTMAX_F32_H

#include <stdint.h>

typedef struct {
  int32_t rows, depth;
  float beta;
} thimble_softmax_f32_params;

void thimble_softmax_f32(const thimble_softmax_f32_params *params, const float *input, float *output);

#endif
