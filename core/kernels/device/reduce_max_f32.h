/* reduce_max_f32: greatest element over neighbouring dimensions, floats.
 *   shapes  in [outer, count, inner]  out [outer, inner]; count at least 1
 *   maths   out = the greatest element of the middle dimension
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_REDUCE_MAX_F32_H
#define THIMBLE_REDUCE_MAX_F32_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
} thimble_reduce_max_f32_params;

void thimble_reduce_max_f32(const thimble_reduce_max_f32_params *params, const float *input, float *output);

#endif
