#include "gather_s8.h"

#include <string.h>

void thimble_gather_s8(const thimble_gather_s8_params *params, const int8_t *input, const int32_t *indices, int8_t *output) {
  const thimble_gather_s8_params *p = params;
  for (int32_t n = 0; n < p->outer; n++, input += p->in_stride) {
    for (int32_t i = 0; i < p->count; i++, output += p->block) memcpy(output, input + indices[i] * p->block, (size_t)p->block);
  }
}
