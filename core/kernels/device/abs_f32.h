/* abs_f32: |x|, floats.
 *   shapes  in, out [count]
 *   maths   out = abs(x)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_ABS_F32_H
#define THIMBLE_ABS_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_abs_f32_params;

void thimble_abs_f32(const thimble_abs_f32_params *params, const float *input, float *output);

#endif
