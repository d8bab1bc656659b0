#include "sub_s16.h"

#include "requantize.h"

static int16_t subtract(const thimble_sub_s16_params *p, int32_t a, int32_t b) {
  const int32_t one = 1 << p->left_shift;
  const int32_t x = thimble_requantize(a * one, p->a_multiplier, p->a_shift);
  const int32_t y = thimble_requantize(b * one, p->b_multiplier, p->b_shift);
  const int32_t difference = thimble_requantize(x - y, p->out_multiplier, p->out_shift);
  return (int16_t)thimble_clamp(difference, p->out_min, p->out_max);
}

void thimble_sub_s16(const thimble_sub_s16_params *params, const int16_t *a, const int16_t *b, int16_t *output) {
  const thimble_sub_s16_params *p = params;
  for (int32_t i = 0; i < p->size_0; i++) {
    for (int32_t j = 0; j < p->size_1; j++) {
      for (int32_t k = 0; k < p->size_2; k++) {
        const int16_t *a_row = a + i * p->a_stride_0 + j * p->a_stride_1 + k * p->a_stride_2;
        const int16_t *b_row = b + i * p->b_stride_0 + j * p->b_stride_1 + k * p->b_stride_2;
        for (int32_t l = 0; l < p->size_3; l++) {
          *output++ = subtract(p, a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
        }
      }
    }
  }
}
