/* window: the part of a filter that lies inside the input, for pooling and convolution. */
#ifndef THIMBLE_WINDOW_H
#define THIMBLE_WINDOW_H

#include <stdint.h>

/* First and one past the last tap inside an input of `size`, when tap 0 sits at `origin` and taps are `dilation` apart. */
static inline int32_t thimble_first_tap(int32_t origin, int32_t dilation) { return origin < 0 ? (dilation - 1 - origin) / dilation : 0; }

static inline int32_t thimble_end_tap(int32_t origin, int32_t dilation, int32_t taps, int32_t size) {
  const int32_t inside = origin < size ? (size - origin + dilation - 1) / dilation : 0;
  return inside < taps ? inside : taps;
}

#endif
