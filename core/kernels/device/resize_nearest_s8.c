#include "resize_nearest_s8.h"

#include <string.h>

void thimble_resize_nearest_s8(const thimble_resize_nearest_s8_params *params, const int8_t *input, const int32_t *rows,
                               const int32_t *columns, int8_t *output) {
  const thimble_resize_nearest_s8_params *p = params;
  for (int32_t n = 0; n < p->batches; n++, input += p->in_h * p->in_w * p->pixel) {
    for (int32_t y = 0; y < p->out_h; y++) {
      const int8_t *row = input + rows[y] * p->in_w * p->pixel;
      for (int32_t x = 0; x < p->out_w; x++, output += p->pixel) memcpy(output, row + columns[x] * p->pixel, (size_t)p->pixel);
    }
  }
}
