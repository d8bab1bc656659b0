#include "lookup_s16.h"

void thimble_lookup_s16(const thimble_lookup_s16_params *params, const int16_t *input, const int16_t *table, int16_t *output) {
  for (int32_t i = 0; i < params->count; i++) {
    const int16_t *entry = table + 256 + (input[i] >> 7);
    const int16_t slope = (int16_t)(entry[1] - entry[0]);
    output[i] = (int16_t)(entry[0] + ((slope * (input[i] & 127) + 64) >> 7));
  }
}
