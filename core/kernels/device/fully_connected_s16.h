/* fully_connected_s16: matrix times vector per row, int16 in and out, int8 weights.
 *   shapes  in [N,C]  weights [O,C]  bias [O] or NULL  scale_high, scale_low, shift [O] (per-tensor scales are repeated)
 *           out [N,O]
 *   maths   acc = bias[o] + sum in * w;  out = clamp(round(acc * scale[o]), out_min, out_max), ties up
 *   units   zero points are 0; scale = (scale_high * 2^31 + scale_low) * 2^(shift - 62), the mantissa of a double: the
 *           reference multiplies in double precision here
 *   limits  scale_high in [2^30, 2^31) or 0, scale_low in [0, 2^31), shift in [-47, 14];
 *           at most 65536 terms, |bias| < 2^46
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization: symmetric int16 activations, int8 weights
 */
#ifndef THIMBLE_FULLY_CONNECTED_S16_H
#define THIMBLE_FULLY_CONNECTED_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_c, out_c;
  int32_t out_min, out_max;
} thimble_fully_connected_s16_params;

void thimble_fully_connected_s16(const thimble_fully_connected_s16_params *params, const int16_t *input, const int8_t *weights,
                                 const int64_t *bias, const int32_t *scale_high, const int32_t *scale_low, const int8_t *shift,
                                 int16_t *output);

#endif
