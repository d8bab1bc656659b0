/* reduce_min_s8: least element over neighbouring dimensions, int8 of one scale.
 *   shapes  in [outer, count, inner]  out [outer, inner]; count at least 1
 *   maths   out = the least element of the middle dimension
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_REDUCE_MIN_S8_H
#define THIMBLE_REDUCE_MIN_S8_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
} thimble_reduce_min_s8_params;

void thimble_reduce_min_s8(const thimble_reduce_min_s8_params *params, const int8_t *input, int8_t *output);

#endif
