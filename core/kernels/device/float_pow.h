/* float_pow: x to the power y without libm. The logarithm is multiplied before the exponential, so an error of it grows with
 * the result's exponent: both are computed in double precision.
 *   errors  at most 0.51 units in the last place against double precision (tests/core/kernels/float_math_test.cpp)
 *   limits  special cases as C99's pow: pow(x, 0) = pow(1, y) = 1; a negative base needs a whole exponent, else NaN
 */
#ifndef THIMBLE_FLOAT_POW_H
#define THIMBLE_FLOAT_POW_H

#include "float_math.h"

/* log x of a positive finite float, about 1e-15 relative. */
static inline double thimble_log_f64_of_f32(float x) {
  int32_t exponent = 0;
  if (x < 1.17549435e-38f) x *= 8388608.0f, exponent = -23;
  const uint32_t bits = thimble_float_bits(x);
  const int32_t n = (int32_t)(bits - 0x3f3504f3u) >> 23;
  const double f = (double)thimble_float_of_bits(bits - ((uint32_t)n << 23)) - 1.0;
  const double s = f / (2.0 + f), z = s * s;
  double p = (0.14618462083842487 * z + 0.15331558670318968) * z + 0.18182894030543456;
  p = (((p * z + 0.2222221106741939) * z + 0.2857142862638853) * z + 0.39999999999898594) * z + 0.666666666666667;
  return (double)(exponent + n) * 0.6931471805599453 + s * (p * z + 2.0);
}

/* exp of a double, rounded to a float once (twice below the least normal float). */
static inline float thimble_exp_f32_of_f64(double x) {
  if (x > 89.0) return thimble_float_of_bits(0x7f800000u);
  if (x < -104.0) return 0.0f;
  const int32_t n = (int32_t)(x * 1.4426950408889634 + (x < 0.0 ? -0.5 : 0.5));
  const double r = x - (double)n * 0.6931471805599453;
  double p = ((2.761412226225867e-07 * r + 2.762549418440679e-06) * r + 2.4801535818750543e-05) * r + 0.00019841208048384916;
  p = ((((p * r + 0.0013888888906167624) * r + 0.008333333354072804) * r + 0.04166666666665101) * r + 0.16666666666647875) * r + 0.5;
  return thimble_scale_by_power((float)(1.0 + r + p * r * r), n);
}

static inline float thimble_math_pow(float x, float y) {
  const float infinity = thimble_float_of_bits(0x7f800000u);
  if (y == 0.0f || x == 1.0f) return 1.0f;
  if (x != x || y != y) return x + y;
  const int32_t whole = thimble_math_trunc(y) == y;
  const int32_t odd = whole && thimble_math_abs(y) < 16777216.0f && ((int32_t)y & 1);
  const float sign = odd ? x : 1.0f;
  const float a = thimble_math_abs(x);
  if (a == 0.0f || a == infinity) return thimble_with_sign_of((a == 0.0f) == (y < 0.0f) ? infinity : 0.0f, sign);
  if (thimble_math_abs(y) == infinity) return a == 1.0f ? 1.0f : (a > 1.0f) == (y > 0.0f) ? infinity : 0.0f;
  if (x < 0.0f && !whole) return thimble_float_of_bits(0x7fc00000u);
  return thimble_with_sign_of(thimble_exp_f32_of_f64((double)y * thimble_log_f64_of_f32(a)), sign);
}

#endif
