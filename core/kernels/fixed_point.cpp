#include "core/kernels/fixed_point.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace thimble {
namespace {

constexpr double kTwo31 = 2147483648.0;

float as_float(double scale) { return static_cast<float>(scale); }

// zero_point + round(real / scale), saturated: a tiny scale may put `real` beyond any integer.
std::int32_t quantized(float real, float scale, std::int32_t zero_point) {
  const double steps = std::round(real / scale);
  return static_cast<std::int32_t>(std::clamp(steps + zero_point, -kTwo31, kTwo31 - 1));
}

// Q0.31 to Q0.15, rounded half up, 1 excluded.
std::int32_t to_q15(std::int32_t multiplier) {
  if (multiplier >= INT32_MAX - (1 << 15)) return INT16_MAX;
  return (multiplier + (1 << 15)) >> 16;
}

std::int32_t floor_log2(std::int64_t value) {
  std::int32_t log = 0;
  while (value >>= 1) ++log;
  return log;
}

// The exponent when the scale is a power of two to within 0.1 %, as the reference decides it (in floats).
bool is_power_of_two(float scale, std::int32_t* exponent) {
  const float log2 = std::log(scale) * (1.0F / std::log(2.0F));
  const float rounded = std::round(log2);
  *exponent = static_cast<std::int32_t>(rounded);
  return std::abs(log2 - rounded) < 1e-3F;
}

// Doubled until it fills 15 bits: multiplier / 2^shift = in_scale * 3 * 4096, truncated.
SigmoidScale table_scale(float in_scale) {
  SigmoidScale out;
  double multiplier = in_scale * 4096.0 * 3.0;
  while (multiplier <= 32767.0 / 2.0 && out.shift <= 30) {
    multiplier *= 2.0;
    ++out.shift;
  }
  out.multiplier = static_cast<std::int32_t>(std::min(multiplier, kTwo31 - 1));
  return out;
}

}  // namespace

FixedPointScale quantize_multiplier(double real) {
  // Scales at both ends of a float's range make infinity of a ratio.
  if (std::isinf(real)) return {INT32_MAX, 30};
  int exponent = 0;
  const double fraction = std::frexp(real, &exponent);  // in [0.5, 1)
  auto multiplier = static_cast<std::int64_t>(std::round(fraction * kTwo31));
  if (multiplier == std::int64_t{1} << 31) {
    multiplier /= 2;
    ++exponent;
  }
  if (exponent < -31) return {0, 0};
  if (exponent > 30) return {INT32_MAX, 30};
  return {static_cast<std::int32_t>(multiplier), exponent};
}

ActivationRange activation_range(std::string_view activation, double scale, std::int32_t zero_point, std::int32_t qmin, std::int32_t qmax) {
  const auto at = [&](float real) { return quantized(real, as_float(scale), zero_point); };
  if (activation == "relu") return {std::max(qmin, at(0)), qmax};
  if (activation == "relu6") return {std::max(qmin, at(0)), std::min(qmax, at(6))};
  if (activation == "relu_n1_to_1") return {std::max(qmin, at(-1)), std::min(qmax, at(1))};
  return {qmin, qmax};
}

FixedPointScale weighted_scale(double in_scale, double weight_scale, double out_scale) {
  return quantize_multiplier(in_scale * weight_scale / out_scale);
}

WideScale wide_weighted_scale(double in_scale, double weight_scale, double out_scale) {
  const double real = in_scale * weight_scale / out_scale;
  if (std::isinf(real)) return {INT32_MAX, INT32_MAX, 14};
  int exponent = 0;
  const double fraction = std::frexp(real, &exponent);  // in [0.5, 1), 53 bits
  if (exponent < -31) return {};
  if (exponent > 14) return {INT32_MAX, INT32_MAX, 14};
  const std::int64_t mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 62)) + (1 << 8);
  return {static_cast<std::int32_t>(mantissa >> 31), static_cast<std::int32_t>(mantissa & INT32_MAX), exponent};
}

FixedPointScale requantize_scale(double in_scale, double out_scale) { return quantize_multiplier(in_scale / out_scale); }

FixedPointScale relu_scale(double in_scale, double out_scale) { return quantize_multiplier(as_float(in_scale) / as_float(out_scale)); }

FixedPointScale leaky_relu_scale(double in_scale, double alpha, double out_scale) {
  return quantize_multiplier(as_float(in_scale) * as_float(alpha) / as_float(out_scale));
}

SumScales sum_scales(double a_scale, double b_scale, double out_scale, std::int32_t left_shift) {
  const double common = 2.0 * std::max(a_scale, b_scale);
  return {.left_shift = left_shift,
          .a = quantize_multiplier(a_scale / common),
          .b = quantize_multiplier(b_scale / common),
          .out = quantize_multiplier(common / std::ldexp(out_scale, left_shift))};
}

FixedPointScale product_scale(double a_scale, double b_scale, double out_scale) {
  return quantize_multiplier(as_float(a_scale) * as_float(b_scale) / as_float(out_scale));
}

FixedPointScale quotient_scale(double a_scale, double b_scale, double out_scale) {
  return quantize_multiplier(as_float(a_scale) / (as_float(b_scale) * as_float(out_scale)));
}

FixedPointScale matmul_scale(double a_scale, double b_scale, double out_scale) {
  return quantize_multiplier(static_cast<double>(as_float(a_scale) * as_float(b_scale)) / out_scale);
}

FixedPointScale mean_scale(double in_scale, double out_scale, std::int64_t count) {
  FixedPointScale scale = requantize_scale(in_scale, out_scale);
  // The multiplier is shifted up by the bits that the division takes, but not so far that the shift leaves its range.
  const std::int32_t shift = std::min({floor_log2(count), 32, 31 + scale.shift});
  scale.multiplier = static_cast<std::int32_t>((static_cast<std::int64_t>(scale.multiplier) << shift) / count);
  scale.shift -= shift;
  return scale;
}

SoftmaxScale softmax_scale(double in_scale, double beta) {
  constexpr int kIntegerBits = 5;
  const double real = std::min(beta * in_scale * (1 << (31 - kIntegerBits)), kTwo31 - 1);
  const FixedPointScale scale = quantize_multiplier(real);
  const double radius = std::floor(std::ldexp((1 << kIntegerBits) - 1.0, 31 - kIntegerBits - scale.shift));
  return {scale.multiplier, scale.shift, static_cast<std::int32_t>(-std::min(radius, kTwo31 - 1))};
}

FixedPointScale log_softmax_reverse_scale(const SoftmaxScale& scale) {
  return quantize_multiplier(std::ldexp(1.0, 31 - scale.shift) / scale.multiplier);
}

FixedPointScale softmax_s16_scale(double in_scale, double beta) {
  return quantize_multiplier(as_float(in_scale) * as_float(beta) / (10.0 / 65535.0));
}

HardSwishScales hard_swish_scales(double in_scale, double out_scale) {
  const float fine = (1.0F / 128.0F) * as_float(in_scale);
  const FixedPointScale out = quantize_multiplier(fine / as_float(out_scale));
  const FixedPointScale reluish = quantize_multiplier(fine / (3.0F / 32768.0F));
  return {to_q15(out.multiplier), out.shift, to_q15(reluish.multiplier), reluish.shift};
}

// A scale of 2^-12 (for tanh 2^-11 too) needs the 3 of 3 * 4096 only.
SigmoidScale logistic_s16_scale(double in_scale) {
  std::int32_t exponent = 0;
  if (is_power_of_two(as_float(in_scale), &exponent) && exponent == -12) return {3, 0};
  return table_scale(as_float(in_scale));
}

SigmoidScale tanh_s16_scale(double in_scale) {
  std::int32_t exponent = 0;
  if (is_power_of_two(as_float(in_scale), &exponent) && (exponent == -12 || exponent == -11)) return {3 << (exponent + 12), 0};
  return table_scale(as_float(in_scale));
}

}  // namespace thimble
