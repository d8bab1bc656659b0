/* ceil_f32: least whole number at least x, floats.
 *   shapes  in, out [count]
 *   maths   out = ceil(x)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_CEIL_F32_H
#define THIMBLE_CEIL_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_ceil_f32_params;

void thimble_ceil_f32(const thimble_ceil_f32_params *params, const float *input, float *output);

#endif
