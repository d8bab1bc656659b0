#include "minimum_s16.h"

#include "broadcast.h"

static int16_t minimum_of(int16_t a, int16_t b) { return a < b ? a : b; }

void thimble_minimum_s16(const thimble_minimum_s16_params *params, const int16_t *a, const int16_t *b, int16_t *output) {
  const thimble_minimum_s16_params *p = params;
  for (int32_t row = 0; row < p->size_0 * p->size_1 * p->size_2; row++) {
    const int16_t *a_row = a + thimble_row_offset(row, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const int16_t *b_row = b + thimble_row_offset(row, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t l = 0; l < p->size_3; l++) *output++ = minimum_of(a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
  }
}
