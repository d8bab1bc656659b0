/* log_softmax_s8: logarithm of softmax along the last dimension, int8 in and out.
 *   shapes  in, out [rows, depth]
 *   maths   out = x - max - log(sum exp(x - max)), in fixed point: differences Q5.26, the sum Q12.19
 *   units   output scale 16/256, zero point 127; reverse_multiplier * 2^reverse_shift brings Q5.26 back to steps of the input;
 *           differences below diff_min do not count
 *   limits  depth at most 4095; the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_LOG_SOFTMAX_S8_H
#define THIMBLE_LOG_SOFTMAX_S8_H

#include <stdint.h>

typedef struct {
  int32_t rows, depth;
  int32_t in_multiplier, in_shift;
  int32_t reverse_multiplier, reverse_shift;
  int32_t diff_min;
} thimble_log_softmax_s8_params;

void thimble_log_softmax_s8(const thimble_log_softmax_s8_params *params, const int8_t *input, int8_t *output);

#endif
