#include "average_pool2d_f32.h"

#include "float_math.h"
#include "window.h"

void thimble_average_pool2d_f32(const thimble_average_pool2d_f32_params *params, const float *input, float *output) {
  const thimble_average_pool2d_f32_params *p = params;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *image = input + n * p->in_h * p->in_w * p->channels;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_taps rows = thimble_taps_inside(oy * p->stride_h - p->pad_top, 1, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_taps columns = thimble_taps_inside(ox * p->stride_w - p->pad_left, 1, p->filter_w, p->in_w);
        const int32_t inside = (rows.end - rows.first) * (columns.end - columns.first);
        const int32_t count = p->count_padding ? p->filter_h * p->filter_w : inside;
        for (int32_t c = 0; c < p->channels; c++) {
          float sum = 0.0f;
          for (int32_t y = rows.first; y < rows.end; y++) {
            const float *row = image + (rows.origin + y) * p->in_w * p->channels + c;
            for (int32_t x = columns.first; x < columns.end; x++) {
              const float value = row[(columns.origin + x) * p->channels];
              sum += value;
            }
          }
          *output++ = thimble_math_clamp(sum / (float)count, p->out_min, p->out_max);
        }
      }
    }
  }
}
