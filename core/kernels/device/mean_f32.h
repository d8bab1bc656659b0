/* mean_f32: mean over the middle dimension, floats.
 *   shapes  in [outer, count, inner]  out [outer, inner]
 *   maths   out = sum / count; the sum goes along the dimension, every step rounded to float
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_MEAN_F32_H
#define THIMBLE_MEAN_F32_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
} thimble_mean_f32_params;

void thimble_mean_f32(const thimble_mean_f32_params *params, const float *input, float *output);

#endif
