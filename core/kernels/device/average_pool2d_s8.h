/* average_pool2d_s8: mean over a window, int8 in and out with the same scale and zero point.
 *   shapes  in [N,H,W,C]  out [N,OH,OW,C]
 *   maths   out = clamp(sum / count, out_min, out_max); the quotient is rounded half away from zero and the count is that
 *           of the taps inside the input
 *   limits  at most 2^23 taps; every window overlaps the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_AVERAGE_POOL2D_S8_H
#define THIMBLE_AVERAGE_POOL2D_S8_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels;
  int32_t out_h, out_w;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  int32_t out_min, out_max;
} thimble_average_pool2d_s8_params;

void thimble_average_pool2d_s8(const thimble_average_pool2d_s8_params *params, const int8_t *input, int8_t *output);

#endif
