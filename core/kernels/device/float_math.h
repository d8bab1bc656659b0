/* float_math: elementary functions of floats without libm, so that host, browser and device compute the same bits (IEEE single
 * precision, round to nearest, strict_float.h).
 *   errors  at most, in units in the last place against double precision, tests/core/kernels/float_math_test.cpp:
 *           exp 1.1, expm1 2.0, log 1.0, log1p 1.5, tanh 1.6, logistic 2.5, erf 1.6; sqrt, floor, ceil, round exact
 *   limits  results below the least normal float (1.18e-38) may be zero; infinities give limits, NaN gives NaN
 *   source  Cody and Waite 1980 (range reductions); polynomials interpolate the function at Chebyshev nodes
 */
#ifndef THIMBLE_FLOAT_MATH_H
#define THIMBLE_FLOAT_MATH_H

#include <stdint.h>
#include <string.h>

#include "strict_float.h"

static inline uint32_t thimble_float_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline float thimble_float_of_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline float thimble_math_abs(float x) { return thimble_float_of_bits(thimble_float_bits(x) & 0x7fffffffu); }

/* NaN stays NaN. */
static inline float thimble_math_clamp(float x, float low, float high) { return x < low ? low : x > high ? high : x; }

/* Rounding to whole numbers: from 2^23 on every float is one; the sign of zero is kept. */
static inline float thimble_with_sign_of(float magnitude, float sign) {
  return thimble_float_of_bits((thimble_float_bits(magnitude) & 0x7fffffffu) | (thimble_float_bits(sign) & 0x80000000u));
}

static inline float thimble_math_trunc(float x) {
  return thimble_math_abs(x) < 8388608.0f ? thimble_with_sign_of((float)(int32_t)x, x) : x;
}

static inline float thimble_math_floor(float x) {
  const float whole = thimble_math_trunc(x);
  return whole > x ? whole - 1.0f : whole;
}

static inline float thimble_math_ceil(float x) {
  const float whole = thimble_math_trunc(x);
  return whole < x ? thimble_with_sign_of(whole + 1.0f, x) : whole;
}

/* Ties to even. */
static inline float thimble_math_round(float x) {
  const float whole = thimble_math_trunc(x);
  const float rest = thimble_math_abs(x - whole);
  const int32_t odd = thimble_math_abs(whole) < 8388608.0f && ((int32_t)whole & 1);
  if (rest < 0.5f || (rest == 0.5f && !odd)) return whole;
  return thimble_with_sign_of(thimble_math_abs(whole) + 1.0f, x);
}

/* x * 2^n for n in [-252, 254], in two steps so that neither factor leaves the exponent's range. */
static inline float thimble_scale_by_power(float x, int32_t n) {
  const int32_t half = n / 2;
  return x * thimble_float_of_bits((uint32_t)(half + 127) << 23) * thimble_float_of_bits((uint32_t)(n - half + 127) << 23);
}

/* exp(x) = 2^n exp(r), r = x - n log 2 in [-0.35, 0.35]; log 2 in two parts, so that n times the first is exact. */
static inline float thimble_math_exp(float x) {
  if (!(x < 88.7228394f)) return x < 88.7228394f || x != x ? x : thimble_float_of_bits(0x7f800000u);
  if (x < -104.0f) return 0.0f;
  const int32_t n = (int32_t)(x * 1.44269504f + (x < 0.0f ? -0.5f : 0.5f));
  const float r = (x - (float)n * 0.693145752f) - (float)n * 1.42860677e-6f;
  const float p = ((((0.0013926392f * r + 0.008363346f) * r + 0.041666552f) * r + 0.16666576f) * r + 0.5f) * r * r;
  return thimble_scale_by_power((p + r) + 1.0f, n);
}

/* exp(x) - 1 without cancellation near 0. */
static inline float thimble_math_expm1(float x) {
  if (!(thimble_math_abs(x) < 0.5f)) return thimble_math_exp(x) - 1.0f;
  const float p = (((((0.00019944874f * x + 0.0013982186f) * x + 0.008333236f) * x + 0.041665792f) * x + 0.16666667f) * x + 0.5f) * x * x;
  return p + x;
}

/* log(1 + f) + n log 2 with f in [-0.3, 0.42]: log(1 + f) = 2 atanh(s), s = f / (2 + f). */
static inline float thimble_log_of_parts(float f, int32_t n) {
  const float s = f / (2.0f + f);
  const float z = s * s;
  const float tail = (((0.23332168f * z + 0.2855076f) * z + 0.40000123f) * z + 0.6666667f) * z;
  const float half = 0.5f * f * f;
  return (float)n * 0.693145752f + (f - (half - (s * (half + tail) + (float)n * 1.42860677e-6f)));
}

/* log x: -infinity at 0, NaN below. */
static inline float thimble_math_log(float x) {
  if (!(x > 0.0f)) return thimble_float_of_bits(x == 0.0f ? 0xff800000u : 0x7fc00000u);
  if (x > 3.40282347e38f) return x;
  int32_t n = 0;
  if (x < 1.17549435e-38f) x *= 8388608.0f, n = -23;
  const uint32_t bits = thimble_float_bits(x);
  /* The mantissa in [sqrt(1/2), sqrt(2)). */
  const int32_t exponent = (int32_t)(bits - 0x3f3504f3u) >> 23;
  const float mantissa = thimble_float_of_bits(bits - ((uint32_t)exponent << 23));
  return thimble_log_of_parts(mantissa - 1.0f, n + exponent);
}

/* log(1 + x); the rounding of 1 + x is made good to first order. */
static inline float thimble_math_log1p(float x) {
  if (!(x > -1.0f)) return thimble_float_of_bits(x == -1.0f ? 0xff800000u : 0x7fc00000u);
  if (x > -0.25f && x < 0.375f) return thimble_log_of_parts(x, 0);
  const float sum = 1.0f + x;
  if (!(sum < 16777216.0f)) return thimble_math_log(sum);
  return thimble_math_log(sum) + (x - (sum - 1.0f)) / sum;
}

static inline float thimble_math_tanh(float x) {
  const float a = thimble_math_abs(x);
  if (x != x) return x;
  if (a < 0.55f) {
    const float z = x * x;
    return x + x * z * ((((-0.0066102277f * z + 0.021309389f) * z - 0.05390943f) * z + 0.13333113f) * z - 0.3333333f);
  }
  if (a > 9.1f) return thimble_with_sign_of(1.0f, x);
  return thimble_with_sign_of(1.0f - 2.0f / (thimble_math_exp(2.0f * a) + 1.0f), x);
}

/* 1 / (1 + exp(-x)), by the exponential that does not overflow. */
static inline float thimble_math_logistic(float x) {
  if (!(x < 0.0f)) return 1.0f / (1.0f + thimble_math_exp(-x));
  const float e = thimble_math_exp(x);
  return e / (1.0f + e);
}

/* A polynomial below 0.9; above, 1 - exp(-q) with a polynomial q. */
static inline float thimble_math_erf(float x) {
  const float a = thimble_math_abs(x);
  if (x != x) return x;
  if (a < 0.9f) {
    const float z = x * x;
    const float p =
        (((((8.5294014e-05f * z - 0.0008179632f) * z + 0.005204227f) * z - 0.026860666f) * z + 0.11283718f) * z - 0.37612635f) * z;
    return x + x * (p + 0.12837917f);
  }
  if (a > 3.95f) return thimble_with_sign_of(1.0f, x);
  float q = ((-1.6589021e-06f * a + 4.6455236e-05f) * a - 0.0005998597f) * a + 0.0047724345f;
  q = ((((q * a - 0.026453158f) * a + 0.1101281f) * a + 0.63178444f) * a + 1.1302519f) * a - 0.00032318564f;
  return thimble_with_sign_of(1.0f - thimble_math_exp(-q), x);
}

/* The root of the mantissa, bit by bit, then rounded: exactly what IEEE 754 asks for. */
static inline float thimble_math_sqrt(float x) {
  if (!(x > 0.0f)) return x == 0.0f || x != x ? x : thimble_float_of_bits(0x7fc00000u);
  if (x > 3.40282347e38f) return x;
  int32_t exponent = 0;
  if (x < 1.17549435e-38f) x *= 16777216.0f, exponent = -24;
  const uint32_t bits = thimble_float_bits(x);
  exponent += (int32_t)(bits >> 23) - 127;
  uint32_t rest = (bits & 0x7fffffu) | 0x800000u;
  if (exponent & 1) rest <<= 1, exponent -= 1;
  rest <<= 1;
  uint32_t root = 0, sum = 0;
  for (uint32_t bit = 0x1000000u; bit != 0; bit >>= 1) {
    const uint32_t trial = sum + bit;
    if (trial <= rest) sum = trial + bit, rest -= trial, root += bit;
    rest <<= 1;
  }
  if (rest != 0) root += root & 1u; /* a remainder: the last bit says which side of the tie; no tie is exact */
  return thimble_float_of_bits((root >> 1) + 0x3f000000u + ((uint32_t)(exponent / 2) << 23));
}

#endif
