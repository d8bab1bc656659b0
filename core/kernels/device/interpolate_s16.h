/* interpolate_s16: a function of one int16 number as a table of 513 points, 128 apart, with straight lines between. */
#ifndef THIMBLE_INTERPOLATE_S16_H
#define THIMBLE_INTERPOLATE_S16_H

#include <stdint.h>

static inline int32_t thimble_interpolate_s16(int32_t value, const int16_t *table) {
  const int16_t *point = table + 256 + (value >> 7);
  return point[0] + (((point[1] - point[0]) * (value & 127) + 64) >> 7);
}

#endif
