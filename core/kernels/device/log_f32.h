/* log_f32: natural logarithm, floats.
 *   shapes  in, out [count]
 *   maths   out = log(x); -infinity at 0, NaN below
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_LOG_F32_H
#define THIMBLE_LOG_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_log_f32_params;

void thimble_log_f32(const thimble_log_f32_params *params, const float *input, float *output);

#endif
