/* softplus_f32: log(1 + exp(x)), floats.
 *   shapes  in, out [count]
 *   maths   out = max(x, 0) + log1p(exp(-|x|)), which does not overflow
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SOFTPLUS_F32_H
#define THIMBLE_SOFTPLUS_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_softplus_f32_params;

void thimble_softplus_f32(const thimble_softplus_f32_params *params, const float *input, float *output);

#endif
