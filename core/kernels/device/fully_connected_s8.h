/* fully_connected_s8: matrix times vector per row, int8 in and out.
 *   shapes  in [N,C]  weights [O,C]  bias [O] or NULL  multiplier, shift [O] (per-tensor scales are repeated)  out [N,O]
 *   maths   acc = bias[o] + sum (in - in_zero_point) * (w - weight_zero_point);
 *           out = clamp(requantize(acc, multiplier[o], shift[o]) + out_zero_point, out_min, out_max)
 *   limits  at most 65536 terms, |bias| < 2^24: acc fits int32
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_FULLY_CONNECTED_S8_H
#define THIMBLE_FULLY_CONNECTED_S8_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_c, out_c;
  int32_t in_zero_point, weight_zero_point, out_zero_point;
  int32_t out_min, out_max;
} thimble_fully_connected_s8_params;

void thimble_fully_connected_s8(const thimble_fully_connected_s8_params *params, const int8_t *input, const int8_t *weights,
                                const int32_t *bias, const int32_t *multiplier, const int8_t *shift, int8_t *output);

#endif
