/* floor_f32: greatest whole number at most x, floats.
 *   shapes  in, out [count]
 *   maths   out = floor(x)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_FLOOR_F32_H
#define THIMBLE_FLOOR_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_floor_f32_params;

void thimble_floor_f32(const thimble_floor_f32_params *params, const float *input, float *output);

#endif
