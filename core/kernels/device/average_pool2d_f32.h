/* average_pool2d_f32: mean over a window, floats.
 *   shapes  in [N,H,W,C]  out [N,OH,OW,C]
 *   maths   out = clamp(sum / count, out_min, out_max); the count is that of the taps inside the input, with count_padding = 1
 *           that of the whole window; the sum goes row by row, every step rounded to float
 *   limits  every window overlaps the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_AVERAGE_POOL2D_F32_H
#define THIMBLE_AVERAGE_POOL2D_F32_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels;
  int32_t out_h, out_w;
  int32_t filter_h, filter_w;
  int32_t stride_h, stride_w;
  int32_t pad_top, pad_left;
  int32_t count_padding;
  float out_min, out_max;
} thimble_average_pool2d_f32_params;

void thimble_average_pool2d_f32(const thimble_average_pool2d_f32_params *params, const float *input, float *output);

#endif
