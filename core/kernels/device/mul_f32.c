#include "mul_f32.h"

#include "float_math.h"

void thimble_mul_f32(const thimble_mul_f32_params *params, const float *a, const float *b, float *output) {
  const thimble_mul_f32_params *p = params;
  for (int32_t i = 0; i < p->size_0; i++) {
    for (int32_t j = 0; j < p->size_1; j++) {
      for (int32_t k = 0; k < p->size_2; k++) {
        const float *a_row = a + i * p->a_stride_0 + j * p->a_stride_1 + k * p->a_stride_2;
        const float *b_row = b + i * p->b_stride_0 + j * p->b_stride_1 + k * p->b_stride_2;
        for (int32_t l = 0; l < p->size_3; l++) {
          *output++ = thimble_math_clamp(a_row[l * p->a_stride_3] * b_row[l * p->b_stride_3], p->out_min, p->out_max);
        }
      }
    }
  }
}
