/* softsign_f32: x / (1 + |x|), floats.
 *   shapes  in, out [count]
 *   maths   out = x / (1 + |x|)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_SOFTSIGN_F32_H
#define THIMBLE_SOFTSIGN_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_softsign_f32_params;

void thimble_softsign_f32(const thimble_softsign_f32_params *params, const float *input, float *output);

#endif
