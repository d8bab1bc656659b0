/* reduce_min_f32: least element over neighbouring dimensions, floats.
 *   shapes  in [outer, count, inner]  out [outer, inner]; count at least 1
 *   maths   out = the least element of the middle dimension
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_REDUCE_MIN_F32_H
#define THIMBLE_REDUCE_MIN_F32_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
} thimble_reduce_min_f32_params;

void thimble_reduce_min_f32(const thimble_reduce_min_f32_params *params, const float *input, float *output);

#endif
