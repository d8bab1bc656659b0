/* minimum_s16: elementwise minimum with broadcasting, int16 of one scale.
 *   shapes  out [size_0, size_1, size_2, size_3], dense; a and b are read with strides in elements, 0 where one is repeated
 *   maths   out = the lesser of a and b
 *   limits  the output may overwrite an input that is not repeated
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_MINIMUM_S16_H
#define THIMBLE_MINIMUM_S16_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3;
  int32_t a_stride_0, a_stride_1, a_stride_2, a_stride_3;
  int32_t b_stride_0, b_stride_1, b_stride_2, b_stride_3;
} thimble_minimum_s16_params;

void thimble_minimum_s16(const thimble_minimum_s16_params *params, const int16_t *a, const int16_t *b, int16_t *output);

#endif
