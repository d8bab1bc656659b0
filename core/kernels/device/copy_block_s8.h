/* copy_block_s8: blocks of bytes from one stride to another: concatenation, split, slices of whole blocks.
 *   shapes  in: count blocks of `bytes`, in_stride apart from in_offset on;  out: likewise; elements of any width, in bytes
 *   limits  input and output do not overlap
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_COPY_BLOCK_S8_H
#define THIMBLE_COPY_BLOCK_S8_H

#include <stdint.h>

typedef struct {
  int32_t count, bytes;
  int32_t in_offset, in_stride;
  int32_t out_offset, out_stride;
} thimble_copy_block_s8_params;

void thimble_copy_block_s8(const thimble_copy_block_s8_params *params, const int8_t *input, int8_t *output);

#endif
