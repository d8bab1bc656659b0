/* half_float: IEEE 754 half precision (1 sign, 5 exponent, 10 mantissa bits) to float, exactly. */
#ifndef THIMBLE_HALF_FLOAT_H
#define THIMBLE_HALF_FLOAT_H

#include <stdint.h>
#include <string.h>

static inline float thimble_half_to_float(uint16_t half) {
  const uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
  const uint32_t exponent = (half >> 10) & 31u, mantissa = half & 1023u;
  uint32_t bits;
  float value;
  if (exponent == 0) {
    value = (float)mantissa * 5.9604644775390625e-8f; /* below 2^-14 in steps of 2^-24 */
    return sign ? -value : value;
  }
  bits = sign | ((exponent == 31 ? 255u : exponent + 112u) << 23) | (mantissa << 13);
  memcpy(&value, &bits, sizeof value);
  return value;
}

#endif
