/* lookup_s16: any function of one int16 number as a table of 513 results, straight lines between.
 *   shapes  in, out [count]  table [513], entry i is the result for in = 128 * (i - 256)
 *   maths   out = table[i] + (slope * (in mod 128) + 64) >> 7, slope = table[i + 1] - table[i] in 16 bits
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels; tables: core/kernels/lookup_tables.h
 */
#ifndef THIMBLE_LOOKUP_S16_H
#define THIMBLE_LOOKUP_S16_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_lookup_s16_params;

void thimble_lookup_s16(const thimble_lookup_s16_params *params, const int16_t *input, const int16_t *table, int16_t *output);

#endif
