/* logistic_s16: 1 / (1 + exp(-x)), int16 in and out, by an interpolated table.
 *   shapes  in, out [count]  table [256]
 *   maths   x = round(in * multiplier / 2^shift), ties up;  out = sigmoid(|x|), mirrored where x < 0
 *   units   output scale 1/32768, zero points 0; x counts in 1 / (3 * 4096); table[i] = sigmoid(i / 24) - 1/2 in Q0.16
 *   limits  multiplier in [0, 32767], shift in [0, 31]; the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels; table: core/kernels/lookup_tables.h
 */
#ifndef THIMBLE_LOGISTIC_S16_H
#define THIMBLE_LOGISTIC_S16_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t multiplier, shift;
} thimble_logistic_s16_params;

void thimble_logistic_s16(const thimble_logistic_s16_params *params, const int16_t *input, const int16_t *table, int16_t *output);

#endif
