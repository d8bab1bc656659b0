#include "resize_bilinear_s8.h"

/* Between the pixels of the row above and the row below, in units of 2^-20. */
static int8_t between(int64_t above, int64_t below, int32_t f) {
  const int64_t sum = above * (1024 - f) + below * f;
  const int64_t half = INT64_C(1) << 19;
  return (int8_t)((sum > 0 ? sum + half : sum - half) / (INT64_C(1) << 20));
}

void thimble_resize_bilinear_s8(const thimble_resize_bilinear_s8_params *params, const int8_t *input, const int32_t *rows,
                                const int32_t *columns, int8_t *output) {
  const thimble_resize_bilinear_s8_params *p = params;
  for (int32_t n = 0; n < p->batches; n++, input += p->in_h * p->in_w * p->channels) {
    for (int32_t y = 0; y < p->out_h; y++) {
      const int8_t *above = input + rows[3 * y] * p->in_w * p->channels;
      const int8_t *below = input + rows[3 * y + 1] * p->in_w * p->channels;
      for (int32_t x = 0; x < p->out_w; x++) {
        const int32_t left = columns[3 * x] * p->channels, right = columns[3 * x + 1] * p->channels;
        const int32_t f = columns[3 * x + 2];
        for (int32_t c = 0; c < p->channels; c++) {
          *output++ = between(above[left + c] * (1024 - f) + above[right + c] * f, below[left + c] * (1024 - f) + below[right + c] * f,
                              rows[3 * y + 2]);
        }
      }
    }
  }
}
