/* gather_s8: blocks of bytes picked along one dimension by constant indices, elements of any width.
 *   shapes  in [outer, dim, block]  indices [count]  out [outer, count, block]
 *   maths   out[n, i] = in[n, indices[i]]
 *   units   block and in_stride = dim * block in bytes
 *   limits  indices in [0, dim); input and output do not overlap
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_GATHER_S8_H
#define THIMBLE_GATHER_S8_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, block, in_stride;
} thimble_gather_s8_params;

void thimble_gather_s8(const thimble_gather_s8_params *params, const int8_t *input, const int32_t *indices, int8_t *output);

#endif
