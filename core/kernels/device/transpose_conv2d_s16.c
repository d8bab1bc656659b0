#include "transpose_conv2d_s16.h"

#include "requantize_wide.h"
#include "transpose_taps.h"

/* One output: `image` is the input's corner, `weights` the output channel's filter. */
static int64_t accumulate(const thimble_transpose_conv2d_s16_params *p, const int16_t *image, const int8_t *weights,
                          thimble_reaching_taps rows, thimble_reaching_taps columns) {
  int64_t sum = 0;
  for (int32_t y = rows.first; y < rows.end; y += rows.step) {
    const int16_t *row = image + (rows.at - y) / rows.step * p->in_w * p->in_c;
    for (int32_t x = columns.first; x < columns.end; x += columns.step) {
      const int16_t *pixel = row + (columns.at - x) / columns.step * p->in_c;
      const int8_t *filter = weights + (y * p->filter_w + x) * p->in_c;
      for (int32_t c = 0; c < p->in_c; c++) sum += (int64_t)(pixel[c] * filter[c]);
    }
  }
  return sum;
}

void thimble_transpose_conv2d_s16(const thimble_transpose_conv2d_s16_params *params, const int16_t *input, const int8_t *weights,
                                  const int64_t *bias, const int32_t *multiplier, const int8_t *shift, int16_t *output) {
  const thimble_transpose_conv2d_s16_params *p = params;
  const int32_t filter_size = p->filter_h * p->filter_w * p->in_c;
  for (int32_t n = 0; n < p->batches; n++) {
    const int16_t *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_reaching_taps rows = thimble_taps_reaching(oy, p->pad_top, p->stride_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_reaching_taps columns = thimble_taps_reaching(ox, p->pad_left, p->stride_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < p->out_c; oc++) {
          int64_t acc = accumulate(p, image, weights + oc * filter_size, rows, columns);
          if (bias) acc += bias[oc];
          const int32_t scaled = p->accumulator_bits == 64 ? thimble_requantize_s64(acc, multiplier[oc], shift[oc])
                                                           : thimble_requantize((int32_t)acc, multiplier[oc], shift[oc]);
          *output++ = (int16_t)thimble_clamp(scaled, p->out_min, p->out_max);
        }
      }
    }
  }
}
