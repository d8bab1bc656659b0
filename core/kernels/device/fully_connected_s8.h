/* fully_connected_s8: matrix times vector per row, int8 in and out, a scale as exact as a double's, one rounding.
 *   shapes  in [N,C]  weights [O,C]  bias [O] or NULL  scale_high, scale_low, shift [O] (per-tensor scales are repeated)
 *           out [N,O]
 *   maths   acc = bias[o] + sum (in - in_zero_point) * (w - weight_zero_point);
 *           out = clamp(round(acc * scale[o]) + out_zero_point, out_min, out_max), ties up
 *   units   scale = (scale_high * 2^31 + scale_low) * 2^(shift - 62), the mantissa of a double: LiteRT's reference kernel
 *           multiplies in double precision since 2.x, where TensorFlow Lite and TFLM requantize as conv2d_s8 does
 *   limits  scale_high in [2^30, 2^31) or 0, scale_low in [0, 2^31), shift in [-31, 14];
 *           at most 65536 terms, |bias| < 2^24: acc fits int32
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  LiteRT 2.3 reference kernels
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
                                const int32_t *bias, const int32_t *scale_high, const int32_t *scale_low, const int8_t *shift,
                                int8_t *output);

#endif
