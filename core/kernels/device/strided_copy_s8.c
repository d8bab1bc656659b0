#include "strided_copy_s8.h"

#include <string.h>

/* The innermost dimension: one block where its elements are neighbours, else one by one. */
static void copy_row(const thimble_strided_copy_s8_params *p, const int8_t *input, int8_t *output) {
  if (p->stride_4 == p->element_bytes) {
    memcpy(output, input, (size_t)(p->size_4 * p->element_bytes));
    return;
  }
  for (int32_t m = 0; m < p->size_4; m++) {
    for (int32_t b = 0; b < p->element_bytes; b++) *output++ = input[m * p->stride_4 + b];
  }
}

void thimble_strided_copy_s8(const thimble_strided_copy_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_strided_copy_s8_params *p = params;
  for (int32_t i = 0; i < p->size_0; i++) {
    for (int32_t j = 0; j < p->size_1; j++) {
      for (int32_t k = 0; k < p->size_2; k++) {
        for (int32_t l = 0; l < p->size_3; l++) {
          copy_row(p, input + p->in_offset + i * p->stride_0 + j * p->stride_1 + k * p->stride_2 + l * p->stride_3, output);
          output += p->size_4 * p->element_bytes;
        }
      }
    }
  }
}
