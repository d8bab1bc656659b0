#include "average_pool2d_s16.h"

#include "requantize.h"
#include "window.h"

static int32_t divide_rounded(int32_t sum, int32_t count) { return sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count; }

void thimble_average_pool2d_s16(const thimble_average_pool2d_s16_params *params, const int16_t *input, int16_t *output) {
  const thimble_average_pool2d_s16_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    const int16_t *image = input + n * p->in_h * p->in_w * p->channels;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const int32_t origin_y = oy * p->stride_h - p->pad_top;
      const int32_t y_first = thimble_first_tap(origin_y, 1);
      const int32_t y_end = thimble_end_tap(origin_y, 1, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const int32_t origin_x = ox * p->stride_w - p->pad_left;
        const int32_t x_first = thimble_first_tap(origin_x, 1);
        const int32_t x_end = thimble_end_tap(origin_x, 1, p->filter_w, p->in_w);
        const int32_t count = (y_end - y_first) * (x_end - x_first);
        for (int32_t c = 0; c < p->channels; c++) {
          int32_t sum = 0;
          for (int32_t fy = y_first; fy < y_end; fy++) {
            const int16_t *row = image + ((origin_y + fy) * p->in_w + origin_x) * p->channels + c;
            for (int32_t fx = x_first; fx < x_end; fx++) sum += row[fx * p->channels];
          }
          *output++ = (int16_t)thimble_clamp(divide_rounded(sum, count), p->out_min, p->out_max);
        }
      }
    }
  }
}
