/* average_pool2d_s16: mean over a window, int16 in and out with the same scale.
 *   shapes  in [N,H,W,C]  out [N,OH,OW,C]
 *   maths   out = clamp(sum / count, out_min, out_max); the quotient is rounded half away from zero and the count is that
 *           of the taps inside the input
 *   limits  at most 65535 taps; every window overlaps the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_AVERAGE_POOL2D_S16_H
#define THIMBLE_AVERAGE_POOL2D_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels;
  int32_t out_h, out_w;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  int32_t out_min, out_max;
} thimble_average_pool2d_s16_params;

void thimble_average_pool2d_s16(const thimble_average_pool2d_s16_params *params, const int16_t *input, int16_t *output);

#endif
