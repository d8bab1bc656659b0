#include "average_pool2d_s8.h"

#include "requantize.h"
#include "window.h"

static int32_t divide_rounded(int32_t sum, int32_t count) { return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count; }

void thimble_average_pool2d_s8(const thimble_average_pool2d_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_average_pool2d_s8_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    const int8_t *image = input + n * p->in_h * p->in_w * p->channels;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, 1, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, 1, p->filter_w, p->in_w);
        const int32_t count = (rows.end - rows.first) * (columns.end - columns.first);
        for (int32_t c = 0; c < p->channels; c++) {
          int32_t sum = 0;
          for (int32_t y = rows.first; y < rows.end; y++) {
            const int8_t *row = image + (rows.origin + y) * p->in_w * p->channels + c;
            for (int32_t x = columns.first; x < columns.end; x++) sum += row[(columns.origin + x) * p->channels];
          }
          *output++ = (int8_t)thimble_clamp(divide_rounded(sum, count), p->out_min, p->out_max);
        }
      }
    }
  }
}
