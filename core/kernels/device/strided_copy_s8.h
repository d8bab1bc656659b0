/* strided_copy_s8: a dense output gathered with any strides: transpose, strided slice, reverse, broadcast.
 *   shapes  out [size_0, ..., size_4], dense
 *   maths   out[i, j, k, l, m] = the element at in + in_offset + i * stride_0 + ... + m * stride_4
 *   units   offset and strides in bytes, strides of either sign or 0; element_bytes is the width of an element
 *   limits  input and output do not overlap
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_STRIDED_COPY_S8_H
#define THIMBLE_STRIDED_COPY_S8_H

#include <stdint.h>

typedef struct {
  int32_t size_0, size_1, size_2, size_3, size_4;
  int32_t stride_0, stride_1, stride_2, stride_3, stride_4;
  int32_t in_offset, element_bytes;
} thimble_strided_copy_s8_params;

void thimble_strided_copy_s8(const thimble_strided_copy_s8_params *params, const int8_t *input, int8_t *output);

#endif
