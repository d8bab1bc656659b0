/* hard_swish_f32: x * relu6(x + 3) / 6, floats.
 *   shapes  in, out [count]
 *   maths   out = in * (clamp(in + 3, 0, 6) / 6)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_HARD_SWISH_F32_H
#define THIMBLE_HARD_SWISH_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_hard_swish_f32_params;

void thimble_hard_swish_f32(const thimble_hard_swish_f32_params *params, const float *input, float *output);

#endif
