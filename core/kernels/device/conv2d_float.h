/* conv2d_float: the convolution of conv2d_f32, conv2d_f32_f16 and conv2d_f32_s8. */
#ifndef THIMBLE_CONV2D_FLOAT_H
#define THIMBLE_CONV2D_FLOAT_H

#include "conv2d_f32.h"
#include "float_math.h"
#include "float_weights.h"
#include "window.h"

/* One output without scale and bias: `input` is the first input channel of the group at the image's corner, `filter` the index
 * of the output channel's first weight. */
static inline float thimble_conv2d_float_sum(const thimble_conv2d_f32_params *p, const float *input, const void *weights,
                                             thimble_weight_reader read, int32_t filter, thimble_taps rows, thimble_taps columns) {
  const int32_t depth = p->in_c / p->groups;
  float sum = 0.0f;
  for (int32_t y = rows.first; y < rows.end; y++) {
    for (int32_t x = columns.first; x < columns.end; x++) {
      const float *pixel = input + ((rows.origin + y * p->dilation_h) * p->in_w + columns.origin + x * p->dilation_w) * p->in_c;
      const int32_t tap = filter + (y * p->filter_w + x) * depth;
      for (int32_t c = 0; c < depth; c++) sum += pixel[c] * read(weights, tap + c);
    }
  }
  return sum;
}

static inline void thimble_conv2d_float(const thimble_conv2d_f32_params *p, const float *input, const void *weights,
                                        thimble_weight_reader read, const float *scale, const float *bias, float *output) {
  const int32_t depth = p->in_c / p->groups;
  const int32_t out_c_per_group = p->out_c / p->groups;
  const int32_t filter_size = p->filter_h * p->filter_w * depth;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, p->dilation_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, p->dilation_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < p->out_c; oc++) {
          const float *group = image + oc / out_c_per_group * depth;
          const float sum = thimble_conv2d_float_sum(p, group, weights, read, oc * filter_size, rows, columns);
          *output++ = thimble_math_clamp(thimble_weighted_output(sum, scale, bias, oc), p->out_min, p->out_max);
        }
      }
    }
  }
}

#endif
