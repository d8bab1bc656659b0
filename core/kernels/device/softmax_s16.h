/* softmax_s16: exp(x) / sum exp(x) over the last axis, int16 in and out, by interpolated tables.
 *   shapes  in, out [rows, depth]  exp_table, reciprocal_table [513]
 *   maths   d = requantize(in - max of the row, in_multiplier, in_shift) counts [-10, 0] as [-65535, 0];
 *           e = exp_table(d) in Q0.15;  out = clamp(round(e / sum e * 32768), 0, 32767), the reciprocal of the sum's fraction
 *           from reciprocal_table
 *   units   output scale 1/32768, zero points 0
 *   limits  depth at most 65535; the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels; tables: core/kernels/lookup_tables.h
 */
#ifndef THIMBLE_SOFTMAX_S16_H
#define THIMBLE_SOFTMAX_S16_H

#include <stdint.h>

typedef struct {
  int32_t rows, depth;
  int32_t in_multiplier, in_shift;
} thimble_softmax_s16_params;

void thimble_softmax_s16(const thimble_softmax_s16_params *params, const int16_t *input, const int16_t *exp_table,
                         const int16_t *reciprocal_table, int16_t *output);

#endif
