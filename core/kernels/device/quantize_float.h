/* quantize_float: rounding of a float without the C library. */
#ifndef THIMBLE_QUANTIZE_FLOAT_H
#define THIMBLE_QUANTIZE_FLOAT_H

#include <stdint.h>

/* Nearest integer, half away from zero, saturated to +-2^20 (past every 16-bit result); NaN counts as the least. */
static inline int32_t thimble_round_float(float value) {
  const float limit = 1048576.0f;
  if (!(value > -limit)) return -(1 << 20);
  if (value > limit) return 1 << 20;
  const int32_t whole = (int32_t)value;
  const float rest = value - (float)whole; /* exact */
  if (rest >= 0.5f) return whole + 1;
  return rest <= -0.5f ? whole - 1 : whole;
}

#endif
