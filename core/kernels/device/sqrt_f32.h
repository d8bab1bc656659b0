/* sqrt_f32: square root, floats.
 *   shapes  in, out [count]
 *   maths   out = sqrt(x), exactly rounded; NaN below 0
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SQRT_F32_H
#define THIMBLE_SQRT_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_sqrt_f32_params;

void thimble_sqrt_f32(const thimble_sqrt_f32_params *params, const float *input, float *output);

#endif
