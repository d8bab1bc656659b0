/* window: the part of a filter that lies inside the input, for pooling and convolution. */
#ifndef THIMBLE_WINDOW_H
#define THIMBLE_WINDOW_H

#include <stdint.h>

typedef struct {
  int32_t origin;     /* where tap 0 sits; negative in the padding */
  int32_t first, end; /* the taps inside the input: first <= tap < end; none where end <= first */
} thimble_taps;

/* The taps of a filter along one dimension of an input of `size`, `dilation` apart. */
static inline thimble_taps thimble_taps_inside(int32_t origin, int32_t dilation, int32_t taps, int32_t size) {
  const int32_t first = origin < 0 ? (dilation - 1 - origin) / dilation : 0;
  const int32_t fitting = origin < size ? (size - origin + dilation - 1) / dilation : 0;
  const thimble_taps inside = {origin, first, fitting < taps ? fitting : taps};
  return inside;
}

#endif
