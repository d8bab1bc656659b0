/* neg_f32: -x, floats.
 *   shapes  in, out [count]
 *   maths   out = -x
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_NEG_F32_H
#define THIMBLE_NEG_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_neg_f32_params;

void thimble_neg_f32(const thimble_neg_f32_params *params, const float *input, float *output);

#endif
