/* round_f32: nearest whole number, floats.
 *   shapes  in, out [count]
 *   maths   out = the nearest whole number, halves to the even one
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_ROUND_F32_H
#define THIMBLE_ROUND_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_round_f32_params;

void thimble_round_f32(const thimble_round_f32_params *params, const float *input, float *output);

#endif
