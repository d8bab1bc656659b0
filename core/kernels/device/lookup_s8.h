/* lookup_s8: any function of one int8 number as a table of 256 results: logistic, tanh and others.
 *   shapes  in, out [count]  table [256], entry i is the result for in = i - 128
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  tables: core/kernels/lookup_tables.h
 */
#ifndef THIMBLE_LOOKUP_S8_H
#define THIMBLE_LOOKUP_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
} thimble_lookup_s8_params;

void thimble_lookup_s8(const thimble_lookup_s8_params *params, const int8_t *input, const int8_t *table, int8_t *output);

#endif
