/* log_softmax_f32: logarithm of softmax along the last dimension, floats.
 *   shapes  in, out [rows, depth]
 *   maths   out = x - max - log(sum exp(x - max)); the sum goes along the row, every step rounded to float
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_LOG_SOFTMAX_F32_H
#define THIMBLE_LOG_SOFTMAX_F32_H

#include <stdint.h>

typedef struct {
  int32_t rows, depth;
} thimble_log_softmax_f32_params;

void thimble_log_softmax_f32(const thimble_log_softmax_f32_params *params, const float *input, float *output);

#endif
