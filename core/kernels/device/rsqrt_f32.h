/* rsqrt_f32: 1 / sqrt(x), floats.
 *   shapes  in, out [count]
 *   maths   out = 1 / sqrt(x), rounded twice
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_RSQRT_F32_H
#define THIMBLE_RSQRT_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_rsqrt_f32_params;

void thimble_rsqrt_f32(const thimble_rsqrt_f32_params *params, const float *input, float *output);

#endif
