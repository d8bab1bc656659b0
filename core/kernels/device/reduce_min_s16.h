/* reduce_min_s16: least element over neighbouring dimensions, int16 of one scale.
 *   shapes  in [outer, count, inner]  out [outer, inner]; count at least 1
 *   maths   out = the least element of the middle dimension
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_REDUCE_MIN_S16_H
#define THIMBLE_REDUCE_MIN_S16_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
} thimble_reduce_min_s16_params;

void thimble_reduce_min_s16(const thimble_reduce_min_s16_params *params, const int16_t *input, int16_t *output);

#endif
