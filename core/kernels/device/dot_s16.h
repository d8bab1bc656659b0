/* dot_s16: the inner product of int16 activations with int8 weights. */
#ifndef THIMBLE_DOT_S16_H
#define THIMBLE_DOT_S16_H

#include <stdint.h>

/* sum input * weights. 256 products of 23 bits fit 32: the long sum is added to once a block, so that the short one can
 * run in the machine's word. */
static inline int64_t thimble_dot_s16(const int16_t *input, const int8_t *weights, int32_t count) {
  int64_t sum = 0;
  for (int32_t first = 0; first < count; first += 256) {
    const int32_t end = count - first < 256 ? count : first + 256;
    int32_t part = 0;
    for (int32_t i = first; i < end; i++) part += input[i] * weights[i];
    sum += part;
  }
  return sum;
}

#endif
