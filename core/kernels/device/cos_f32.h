/* cos_f32: cosine, floats.
 *   shapes  in, out [count]
 *   maths   out = cos(x), x in radians
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_COS_F32_H
#define THIMBLE_COS_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_cos_f32_params;

void thimble_cos_f32(const thimble_cos_f32_params *params, const float *input, float *output);

#endif
