/* max_pool2d_s16: greatest element of a window, int16 in and out with the same scale.
 *   shapes  in [N,H,W,C]  out [N,OH,OW,C]
 *   maths   out = clamp(max over the taps inside the input, out_min, out_max)
 *   limits  every window overlaps the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_MAX_POOL2D_S16_H
#define THIMBLE_MAX_POOL2D_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels;
  int32_t out_h, out_w;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  int32_t out_min, out_max;
} thimble_max_pool2d_s16_params;

void thimble_max_pool2d_s16(const thimble_max_pool2d_s16_params *params, const int16_t *input, int16_t *output);

#endif
