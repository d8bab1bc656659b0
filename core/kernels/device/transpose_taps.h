/* transpose_taps: which taps of a transposed convolution's filter reach an output position, and from where in the input. */
#ifndef THIMBLE_TRANSPOSE_TAPS_H
#define THIMBLE_TRANSPOSE_TAPS_H

#include <stdint.h>

typedef struct {
  int32_t first, end, step; /* the taps first, first + step, ... below end; tap t reads the input at (at - t) / step */
  int32_t at;
} thimble_reaching_taps;

/* Input position i puts tap t at output i * stride + t - pad, so the taps at `out` are those with a whole i inside [0, size). */
static inline thimble_reaching_taps thimble_taps_reaching(int32_t out, int32_t pad, int32_t stride, int32_t taps, int32_t size) {
  thimble_reaching_taps reach = {0, 0, stride, out + pad};
  const int32_t least = reach.at - (size - 1) * stride; /* a tap below would need an input past the end */
  const int32_t first = reach.at % stride;              /* at is not negative */
  reach.first = least > first ? least : first;
  reach.end = reach.at + 1 < taps ? reach.at + 1 : taps;
  return reach;
}

#endif
