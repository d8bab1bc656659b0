/* erf_f32: error function, floats.
 *   shapes  in, out [count]
 *   maths   out = erf(x)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_ERF_F32_H
#define THIMBLE_ERF_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_erf_f32_params;

void thimble_erf_f32(const thimble_erf_f32_params *params, const float *input, float *output);

#endif
