#include "lookup_s8.h"

void thimble_lookup_s8(const thimble_lookup_s8_params *params, const int8_t *input, const int8_t *table, int8_t *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = table[input[i] + 128];
}
