#include "add_s8.h"

#include "requantize.h"

static int8_t add(const thimble_add_s8_params *p, int32_t a, int32_t b) {
  const int32_t one = 1 << p->left_shift;
  const int32_t x = thimble_requantize((a - p->a_zero_point) * one, p->a_multiplier, p->a_shift);
  const int32_t y = thimble_requantize((b - p->b_zero_point) * one, p->b_multiplier, p->b_shift);
  const int32_t sum = thimble_wrapping_add(thimble_requantize(x + y, p->out_multiplier, p->out_shift), p->out_zero_point);
  return (int8_t)thimble_clamp(sum, p->out_min, p->out_max);
}

void thimble_add_s8(const thimble_add_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output) {
  const thimble_add_s8_params *p = params;
  for (int32_t i = 0; i < p->size_0; i++) {
    for (int32_t j = 0; j < p->size_1; j++) {
      for (int32_t k = 0; k < p->size_2; k++) {
        const int8_t *a_row = a + i * p->a_stride_0 + j * p->a_stride_1 + k * p->a_stride_2;
        const int8_t *b_row = b + i * p->b_stride_0 + j * p->b_stride_1 + k * p->b_stride_2;
        for (int32_t l = 0; l < p->size_3; l++) {
          *output++ = add(p, a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
        }
      }
    }
  }
}
