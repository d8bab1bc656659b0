/* float_trig: sine and cosine of floats without libm, of any finite argument.
 *   maths   x = q * pi/2 + r with |r| <= pi/4: below 2^17 by subtraction in double precision, above by the bits of 2/pi that matter
 *   errors  at most 1.6 units in the last place against double precision (tests/core/kernels/float_math_test.cpp)
 *   source  Payne and Hanek 1983 (reduction of large arguments)
 */
#ifndef THIMBLE_FLOAT_TRIG_H
#define THIMBLE_FLOAT_TRIG_H

#include "float_math.h"

typedef struct {
  float rest;       /* in [-pi/4, pi/4] */
  uint32_t quarter; /* of a turn, modulo 4 */
} thimble_angle;

static inline thimble_angle thimble_reduce_angle(float x) {
  /* 2/pi in binary, 32 bits a word, after the point. */
  static const uint32_t two_over_pi[8] = {0u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu};
  thimble_angle out;
  const float a = thimble_math_abs(x);
  double rest;
  if (a < 131072.0f) {
    const int32_t q = (int32_t)((double)a * 0.6366197723675814 + 0.5);
    rest = ((double)a - (double)q * 1.5707963267341256) - (double)q * 6.077100506506192e-11;
    out.quarter = (uint32_t)q & 3u;
  } else {
    /* a = mantissa * 2^shift; whole turns leave no trace in the 64 bits after the point of quarters modulo 4. */
    const uint32_t bits = thimble_float_bits(a);
    const uint64_t mantissa = (bits & 0x7fffffu) | 0x800000u;
    const uint32_t shift = (bits >> 23) - 150u + 30u; /* the first bit of 2/pi that counts, from the word before the point */
    const uint32_t word = shift / 32u, offset = shift % 32u;
    uint32_t part[3];
    for (uint32_t i = 0; i < 3; i++) {
      const uint64_t pair = (uint64_t)two_over_pi[word + i] << 32 | two_over_pi[word + i + 1u];
      part[i] = (uint32_t)(pair << offset >> 32);
    }
    const uint64_t product = (mantissa * part[0] << 32) + mantissa * part[1] + (mantissa * part[2] >> 32);
    out.quarter = (uint32_t)((product + ((uint64_t)1 << 61)) >> 62);
    rest = (double)(int64_t)(product - ((uint64_t)out.quarter << 62)) * (1.5707963267948966 / 4611686018427387904.0);
  }
  out.rest = (float)(x < 0.0f ? -rest : rest);
  if (x < 0.0f) out.quarter = (4u - out.quarter) & 3u;
  return out;
}

static inline float thimble_sin_of_rest(float r) {
  const float z = r * r;
  return r + r * z * (((2.7249148e-06f * z - 0.00019840081f) * z + 0.008333332f) * z - 0.16666667f);
}

static inline float thimble_cos_of_rest(float r) {
  const float z = r * r;
  return 1.0f - (0.5f * z - z * z * ((2.4547298e-05f * z - 0.00138883f) * z + 0.041666664f));
}

static inline float thimble_turned(thimble_angle angle) {
  const float value = angle.quarter & 1u ? thimble_cos_of_rest(angle.rest) : thimble_sin_of_rest(angle.rest);
  return angle.quarter & 2u ? -value : value;
}

static inline float thimble_math_sin(float x) {
  if (!(thimble_math_abs(x) <= 3.40282347e38f)) return thimble_float_of_bits(0x7fc00000u);
  return thimble_turned(thimble_reduce_angle(x));
}

static inline float thimble_math_cos(float x) {
  if (!(thimble_math_abs(x) <= 3.40282347e38f)) return thimble_float_of_bits(0x7fc00000u);
  thimble_angle angle = thimble_reduce_angle(x);
  angle.quarter = (angle.quarter + 1u) & 3u;
  return thimble_turned(angle);
}

#endif
