#include "mul_s8.h"

#include "requantize.h"

static int8_t multiply(const thimble_mul_s8_params *p, int32_t a, int32_t b) {
  const int32_t product = (a - p->a_zero_point) * (b - p->b_zero_point);
  const int32_t scaled = thimble_wrapping_add(thimble_requantize(product, p->out_multiplier, p->out_shift), p->out_zero_point);
  return (int8_t)thimble_clamp(scaled, p->out_min, p->out_max);
}

void thimble_mul_s8(const thimble_mul_s8_params *params, const int8_t *a, const int8_t *b, int8_t *output) {
  const thimble_mul_s8_params *p = params;
  for (int32_t i = 0; i < p->size_0; i++) {
    for (int32_t j = 0; j < p->size_1; j++) {
      for (int32_t k = 0; k < p->size_2; k++) {
        const int8_t *a_row = a + i * p->a_stride_0 + j * p->a_stride_1 + k * p->a_stride_2;
        const int8_t *b_row = b + i * p->b_stride_0 + j * p->b_stride_1 + k * p->b_stride_2;
        for (int32_t l = 0; l < p->size_3; l++) {
          *output++ = multiply(p, a_row[l * p->a_stride_3], b_row[l * p->b_stride_3]);
        }
      }
    }
  }
}
