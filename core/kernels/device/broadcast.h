/* broadcast: the walk over operands that broadcast together, row by row of the output. */
#ifndef THIMBLE_BROADCAST_H
#define THIMBLE_BROADCAST_H

#include <stdint.h>

/* Where a row of the output [size_0, size_1, size_2, ...] reads an operand with these strides. */
static inline int32_t thimble_row_offset(int32_t row, int32_t size_1, int32_t size_2, int32_t stride_0, int32_t stride_1,
                                         int32_t stride_2) {
  const int32_t plane = row / size_2;
  return plane / size_1 * stride_0 + plane % size_1 * stride_1 + row % size_2 * stride_2;
}

#endif
