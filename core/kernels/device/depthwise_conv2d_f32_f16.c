#include "depthwise_conv2d_f32_f16.h"

#include "float_math.h"
#include "half_float.h"
#include "window.h"

/* One output without its bias: `input` is its input channel at the image's corner, `weights` its channel of the first tap. */
static float accumulate(const thimble_depthwise_conv2d_f32_f16_params *p, const float *input, const uint16_t *weights, thimble_taps rows,
                        thimble_taps columns) {
  const int32_t out_c = p->in_c * p->depth_multiplier;
  float sum = 0.0f;
  for (int32_t y = rows.first; y < rows.end; y++) {
    const float *row = input + (rows.origin + y * p->dilation_h) * p->in_w * p->in_c;
    const uint16_t *tap = weights + y * p->filter_w * out_c;
    for (int32_t x = columns.first; x < columns.end; x++)
      sum += row[(columns.origin + x * p->dilation_w) * p->in_c] * thimble_half_to_float(tap[x * out_c]);
  }
  return sum;
}

void thimble_depthwise_conv2d_f32_f16(const thimble_depthwise_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights,
                                      const float *bias, float *output) {
  const thimble_depthwise_conv2d_f32_f16_params *p = params;
  const int32_t out_c = p->in_c * p->depth_multiplier;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, p->dilation_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, p->dilation_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < out_c; oc++) {
          float sum = accumulate(p, image + oc / p->depth_multiplier, weights + oc, rows, columns);
          if (bias) sum += bias[oc];
          *output++ = thimble_math_clamp(sum, p->out_min, p->out_max);
        }
      }
    }
  }
}
