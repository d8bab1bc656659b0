/* max_pool2d_f32: greatest element of a window, floats.
 *   shapes  in [N,H,W,C]  out [N,OH,OW,C]
 *   maths   out = clamp(max, out_min, out_max) over the taps inside the input
 *   limits  every window overlaps the input; NaN counts as less than everything
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_MAX_POOL2D_F32_H
#define THIMBLE_MAX_POOL2D_F32_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels;
  int32_t out_h, out_w;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  float out_min, out_max;
} thimble_max_pool2d_f32_params;

void thimble_max_pool2d_f32(const thimble_max_pool2d_f32_params *params, const float *input, float *output);

#endif
