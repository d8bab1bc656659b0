#include "resize_bilinear_f32.h"

#include "strict_float.h"

void thimble_resize_bilinear_f32(const thimble_resize_bilinear_f32_params *params, const float *input, const int32_t *rows,
                                 const float *row_parts, const int32_t *columns, const float *column_parts, float *output) {
  const thimble_resize_bilinear_f32_params *p = params;
  for (int32_t n = 0; n < p->batches; n++, input += p->in_h * p->in_w * p->channels) {
    for (int32_t y = 0; y < p->out_h; y++) {
      const float *above = input + rows[2 * y] * p->in_w * p->channels;
      const float *below = input + rows[2 * y + 1] * p->in_w * p->channels;
      const float fy = row_parts[y];
      for (int32_t x = 0; x < p->out_w; x++) {
        const int32_t left = columns[2 * x] * p->channels, right = columns[2 * x + 1] * p->channels;
        const float fx = column_parts[x];
        for (int32_t c = 0; c < p->channels; c++) {
          *output++ = above[left + c] * (1.0f - fy) * (1.0f - fx) + below[left + c] * fy * (1.0f - fx) +
                      above[right + c] * (1.0f - fy) * fx + below[right + c] * fy * fx;
        }
      }
    }
  }
}
