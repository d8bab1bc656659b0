#include "conv2d_s16.h"

#include "dot_s16.h"
#include "requantize_wide.h"
#include "window.h"

/* One output: `input` is the first input channel of the group at the image's corner, `weights` the output channel's filter. */
static int64_t accumulate(const thimble_conv2d_s16_params *p, const int16_t *input, const int8_t *weights, thimble_taps rows,
                          thimble_taps columns) {
  const int32_t depth = p->in_c / p->groups;
  /* Without groups and dilation the taps of a filter row lie side by side in both arrays: one long sum. */
  const int32_t side_by_side = p->groups == 1 && p->dilation_w == 1;
  const int32_t run = side_by_side ? columns.end - columns.first : 1;
  int64_t sum = 0;
  for (int32_t y = rows.first; y < rows.end; y++) {
    const int16_t *row = input + (rows.origin + y * p->dilation_h) * p->in_w * p->in_c;
    const int8_t *filter_row = weights + y * p->filter_w * depth;
    for (int32_t x = columns.first; x < columns.end; x += run) {
      const int16_t *pixel = row + (columns.origin + x * p->dilation_w) * p->in_c;
      sum += thimble_dot_s16(pixel, filter_row + x * depth, run * depth);
    }
  }
  return sum;
}

void thimble_conv2d_s16(const thimble_conv2d_s16_params *params, const int16_t *input, const int8_t *weights, const int64_t *bias,
                        const int32_t *multiplier, const int8_t *shift, int16_t *output) {
  const thimble_conv2d_s16_params *p = params;
  const int32_t depth = p->in_c / p->groups;
  const int32_t out_c_per_group = p->out_c / p->groups;
  const int32_t filter_size = p->filter_h * p->filter_w * depth;
  for (int32_t n = 0; n < p->batches; n++) {
    const int16_t *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, p->dilation_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, p->dilation_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < p->out_c; oc++) {
          const int16_t *group_input = image + oc / out_c_per_group * depth;
          int64_t acc = accumulate(p, group_input, weights + oc * filter_size, rows, columns);
          if (bias) acc += bias[oc];
          const int32_t scaled = p->accumulator_bits == 64 ? thimble_requantize_s64(acc, multiplier[oc], shift[oc])
                                                           : thimble_requantize((int32_t)acc, multiplier[oc], shift[oc]);
          *output++ = (int16_t)thimble_clamp(scaled, p->out_min, p->out_max);
        }
      }
    }
  }
}
