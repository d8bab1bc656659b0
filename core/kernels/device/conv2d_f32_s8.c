#include "conv2d_f32_s8.h"

#include "float_math.h"
#include "window.h"

/* One output without its bias: `input` is the first input channel of the group at the image's corner, `weights` the output
 * channel's filter. */
static float accumulate(const thimble_conv2d_f32_s8_params *p, const float *input, const int8_t *weights, thimble_taps rows,
                        thimble_taps columns) {
  const int32_t depth = p->in_c / p->groups;
  float sum = 0.0f;
  for (int32_t y = rows.first; y < rows.end; y++) {
    for (int32_t x = columns.first; x < columns.end; x++) {
      const float *pixel = input + ((rows.origin + y * p->dilation_h) * p->in_w + columns.origin + x * p->dilation_w) * p->in_c;
      const int8_t *tap = weights + (y * p->filter_w + x) * depth;
      for (int32_t c = 0; c < depth; c++) sum += pixel[c] * (float)tap[c];
    }
  }
  return sum;
}

void thimble_conv2d_f32_s8(const thimble_conv2d_f32_s8_params *params, const float *input, const int8_t *weights, const float *scale,
                           const float *bias, float *output) {
  const thimble_conv2d_f32_s8_params *p = params;
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
          float sum = accumulate(p, image + oc / out_c_per_group * depth, weights + oc * filter_size, rows, columns);
          sum *= scale[oc];
          if (bias) sum += bias[oc];
          *output++ = thimble_math_clamp(sum, p->out_min, p->out_max);
        }
      }
    }
  }
}
