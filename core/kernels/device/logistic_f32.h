/* logistic_f32: 1 / (1 + exp(-x)), floats.
 *   shapes  in, out [count]
 *   maths   as in float_math.h
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_LOGISTIC_F32_H
#define THIMBLE_LOGISTIC_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_logistic_f32_params;

void thimble_logistic_f32(const thimble_logistic_f32_params *params, const float *input, float *output);

#endif
