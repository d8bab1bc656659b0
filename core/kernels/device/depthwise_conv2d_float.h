/* depthwise_conv2d_float: the convolution of depthwise_conv2d_f32, depthwise_conv2d_f32_f16 and depthwise_conv2d_f32_s8. */
#ifndef THIMBLE_DEPTHWISE_CONV2D_FLOAT_H
#define THIMBLE_DEPTHWISE_CONV2D_FLOAT_H

#include "depthwise_conv2d_f32.h"
#include "float_math.h"
#include "float_weights.h"
#include "window.h"

/* One output without scale and bias: `input` is its input channel at the image's corner. */
static inline float thimble_depthwise_conv2d_float_sum(const thimble_depthwise_conv2d_f32_params *p, const float *input,
                                                       const void *weights, thimble_weight_reader read, int32_t channel, thimble_taps rows,
                                                       thimble_taps columns) {
  const int32_t out_c = p->in_c * p->depth_multiplier;
  float sum = 0.0f;
  for (int32_t y = rows.first; y < rows.end; y++) {
    const float *row = input + (rows.origin + y * p->dilation_h) * p->in_w * p->in_c;
    const int32_t tap = y * p->filter_w * out_c + channel;
    for (int32_t x = columns.first; x < columns.end; x++) {
      sum += row[(columns.origin + x * p->dilation_w) * p->in_c] * read(weights, tap + x * out_c);
    }
  }
  return sum;
}

static inline void thimble_depthwise_conv2d_float(const thimble_depthwise_conv2d_f32_params *p, const float *input, const void *weights,
                                                  thimble_weight_reader read, const float *scale, const float *bias, float *output) {
  const int32_t out_c = p->in_c * p->depth_multiplier;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, p->dilation_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, p->dilation_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < out_c; oc++) {
          const float *channel = image + oc / p->depth_multiplier;
          const float sum = thimble_depthwise_conv2d_float_sum(p, channel, weights, read, oc, rows, columns);
          *output++ = thimble_math_clamp(thimble_weighted_output(sum, scale, bias, oc), p->out_min, p->out_max);
        }
      }
    }
  }
}

#endif
