/* sigmoid_table: what logistic_s16 and tanh_s16 share. */
#ifndef THIMBLE_SIGMOID_TABLE_H
#define THIMBLE_SIGMOID_TABLE_H

#include <stdint.h>

/* round(input * multiplier / 2^shift), ties up. */
static inline int32_t thimble_sigmoid_argument(int32_t input, int32_t multiplier, int32_t shift) {
  const int32_t half = shift > 0 ? 1 << (shift - 1) : 0;
  return (input * multiplier + half) >> shift;
}

/* sigmoid of a magnitude whose integer part, in bits above `fraction_bits`, indexes the table; Q0.(16 + fraction_bits).
 * The table leaves out the 1/2 that every entry has. */
static inline int32_t thimble_sigmoid_magnitude(int32_t magnitude, int32_t fraction_bits, const int16_t *table) {
  const int32_t index = magnitude >> fraction_bits;
  const int32_t rest = magnitude & ((1 << fraction_bits) - 1);
  return ((32768 + table[index]) << fraction_bits) + rest * (table[index + 1] - table[index]);
}

#endif
