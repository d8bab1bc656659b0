#include "conv2d_s8.h"

#include "requantize.h"
#include "window.h"

/* sum (input - zero_point) * weights over `count` neighbours in memory. 16-bit factors let compilers use their widening
 * multiply-add. */
static int32_t dot(const int8_t *input, const int8_t *weights, int32_t count, int16_t zero_point) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; i++) sum += (int16_t)(input[i] - zero_point) * (int16_t)weights[i];
  return sum;
}

/* One output: `input` is the first input channel of the group at the image's corner, `weights` the output channel's filter. */
static int32_t accumulate(const thimble_conv2d_s8_params *p, const int8_t *input, const int8_t *weights, thimble_taps rows,
                          thimble_taps columns) {
  const int32_t depth = p->in_c / p->groups;
  /* Without groups and dilation the taps of a filter row lie side by side in both arrays: one long sum. */
  const int32_t side_by_side = p->groups == 1 && p->dilation_w == 1;
  const int32_t run = side_by_side ? columns.end - columns.first : 1;
  const int16_t zero_point = (int16_t)p->in_zero_point;
  int32_t sum = 0;
  for (int32_t y = rows.first; y < rows.end; y++) {
    const int8_t *row = input + (rows.origin + y * p->dilation_h) * p->in_w * p->in_c;
    const int8_t *filter_row = weights + y * p->filter_w * depth;
    for (int32_t x = columns.first; x < columns.end; x += run) {
      const int8_t *pixel = row + (columns.origin + x * p->dilation_w) * p->in_c;
      sum += dot(pixel, filter_row + x * depth, run * depth, zero_point);
    }
  }
  return sum;
}

void thimble_conv2d_s8(const thimble_conv2d_s8_params *params, const int8_t *input, const int8_t *weights, const int32_t *bias,
                       const int32_t *multiplier, const int8_t *shift, int8_t *output) {
  const thimble_conv2d_s8_params *p = params;
  const int32_t depth = p->in_c / p->groups;
  const int32_t out_c_per_group = p->out_c / p->groups;
  const int32_t filter_size = p->filter_h * p->filter_w * depth;
  for (int32_t n = 0; n < p->batches; n++) {
    const int8_t *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, p->dilation_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, p->dilation_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < p->out_c; oc++) {
          const int8_t *group_input = image + oc / out_c_per_group * depth;
          int32_t acc = accumulate(p, group_input, weights + oc * filter_size, rows, columns);
          if (bias) acc = thimble_wrapping_add(acc, bias[oc]);
          acc = thimble_wrapping_add(thimble_requantize(acc, multiplier[oc], shift[oc]), p->out_zero_point);
          *output++ = (int8_t)thimble_clamp(acc, p->out_min, p->out_max);
        }
      }
    }
  }
}
