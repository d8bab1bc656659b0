#include "prelu_s8.h"

#include "broadcast.h"
#include "requantize.h"

static int8_t prelu_of(const thimble_prelu_s8_params *p, int8_t a, int8_t b) {
  const int32_t x = a - p->a_zero_point;
  const int32_t scaled = x >= 0 ? thimble_requantize(x, p->multiplier, p->shift)
                                : thimble_requantize(x * (b - p->b_zero_point), p->slope_multiplier, p->slope_shift);
  return (int8_t)thimble_clamp(thimble_wrapping_add(scaled, p->out_zero_point), INT8_MIN, INT8_MAX);
}

void thimble_prelu_s8(const thimble_prelu_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output) {
  const thimble_prelu_s8_params *p = params;
  for (int32_t row = 0; row < p->size_0 * p->size_1 * p->size_2; row++) {
    const int8_t *a_row = a + thimble_row_offset(row, p->size_1, p->size_2, p->a_stride_0, p->a_stride_1, p->a_stride_2);
    const int8_t *b_row = b + thimble_row_offset(row, p->size_1, p->size_2, p->b_stride_0, p->b_stride_1, p->b_stride_2);
    for (int32_t l = 0; l < p->size_3; l++) *output++ = prelu_of(p, a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
  }
}
