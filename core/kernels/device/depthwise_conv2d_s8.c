#include "depthwise_conv2d_s8.h"

#include "requantize.h"
#include "window.h"

/* Channels summed side by side: their accumulators stay in registers or on a small stack. */
enum { BLOCK = 16 };

/* acc[i] += (input - zero_point) * weights for output channels first + i; `input` and `weights` are one pixel and one tap. */
static void accumulate_tap(int32_t *acc, const int8_t *input, const int8_t *weights, int32_t first, int32_t count, int32_t depth_multiplier,
                           int16_t zero_point) {
  if (depth_multiplier == 1) {
    for (int32_t i = 0; i < count; i++) {
      acc[i] += (int16_t)(input[first + i] - zero_point) * (int16_t)weights[first + i];
    }
  } else {
    for (int32_t i = 0; i < count; i++) {
      acc[i] += (int16_t)(input[(first + i) / depth_multiplier] - zero_point) * (int16_t)weights[first + i];
    }
  }
}

static void accumulate(const thimble_depthwise_conv2d_s8_params *p, int32_t *acc, const int8_t *image, const int8_t *weights,
                       thimble_taps rows, thimble_taps columns, int32_t first, int32_t count) {
  const int32_t out_c = p->in_c * p->depth_multiplier;
  for (int32_t y = rows.first; y < rows.end; y++) {
    const int8_t *row = image + (rows.origin + y * p->dilation_h) * p->in_w * p->in_c;
    const int8_t *filter_row = weights + y * p->filter_w * out_c;
    for (int32_t x = columns.first; x < columns.end; x++) {
      const int8_t *pixel = row + (columns.origin + x * p->dilation_w) * p->in_c;
      accumulate_tap(acc, pixel, filter_row + x * out_c, first, count, p->depth_multiplier, (int16_t)p->in_zero_point);
    }
  }
}

void thimble_depthwise_conv2d_s8(const thimble_depthwise_conv2d_s8_params *params, const int8_t *input, const int8_t *weights,
                                 const int32_t *bias, const int32_t *multiplier, const int8_t *shift, int8_t *output) {
  const thimble_depthwise_conv2d_s8_params *p = params;
  const int32_t out_c = p->in_c * p->depth_multiplier;
  for (int32_t n = 0; n < p->batches; n++) {
    const int8_t *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, p->dilation_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, p->dilation_w, p->filter_w, p->in_w);
        for (int32_t first = 0; first < out_c; first += BLOCK) {
          const int32_t count = out_c - first < BLOCK ? out_c - first : BLOCK;
          int32_t acc[BLOCK];
          for (int32_t i = 0; i < count; i++) acc[i] = 0;
          accumulate(p, acc, image, weights, rows, columns, first, count);
          for (int32_t i = 0; i < count; i++) {
            if (bias) acc[i] = thimble_wrapping_add(acc[i], bias[first + i]);
            const int32_t scaled = thimble_requantize(acc[i], multiplier[first + i], shift[first + i]);
            *output++ = (int8_t)thimble_clamp(thimble_wrapping_add(scaled, p->out_zero_point), p->out_min, p->out_max);
          }
        }
      }
    }
  }
}
