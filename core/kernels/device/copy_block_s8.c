#include "copy_block_s8.h"

#include <string.h>

void thimble_copy_block_s8(const thimble_copy_block_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_copy_block_s8_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    memcpy(output + p->out_offset + i * p->out_stride, input + p->in_offset + i * p->in_stride, (size_t)p->bytes);
  }
}
