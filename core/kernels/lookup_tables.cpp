#include "core/kernels/lookup_tables.h"

#include <algorithm>
#include <cmath>

namespace thimble {
namespace {

// A function at 512 steps of [low, high] in Q0.15. Each point but the last is moved by half the error that interpolation
// makes in the middle of its step.
template <class Function>
std::vector<std::int16_t> interpolated_table(double low, double high, Function f) {
  constexpr int kSteps = 512;
  const double step = (high - low) / kSteps;
  const double one = 32768.0;
  const auto saturated = [](double value) { return static_cast<std::int16_t>(std::clamp(value, -32768.0, 32767.0)); };
  std::vector<std::int16_t> table;
  for (int i = 0; i < kSteps; ++i) {
    const double point = std::round(f(low + i * step) * one);
    const double middle = std::round(f(low + i * step + step / 2) * one);
    const double line = std::round((f(low + (i + 1) * step) * one + point) / 2);
    table.push_back(saturated(point - std::round((line - middle) / 2)));
  }
  table.push_back(saturated(std::round(f(high) * one)));
  return table;
}

}  // namespace

std::vector<std::int8_t> lookup_table_s8(double in_scale, std::int32_t in_zero_point, double out_scale, std::int32_t out_zero_point,
                                         const RealFunction& f) {
  const float inverse = 1.0F / static_cast<float>(out_scale);
  std::vector<std::int8_t> table;
  for (std::int32_t q = INT8_MIN; q <= INT8_MAX; ++q) {
    const float x = static_cast<float>(in_scale) * static_cast<float>(q - in_zero_point);
    const float steps = std::round(f(x) * inverse) + static_cast<float>(out_zero_point);
    table.push_back(static_cast<std::int8_t>(std::isnan(steps) ? -128.0F : std::clamp(steps, -128.0F, 127.0F)));
  }
  return table;
}

std::vector<std::int16_t> lookup_table_s16(double in_scale, double out_scale, const RealFunction& f) {
  constexpr int kSteps = 512;
  const float low = static_cast<float>(in_scale) * -32768.0F, high = static_cast<float>(in_scale) * 32767.0F;
  const float step = (high - low) / kSteps;
  const float half_step = step / 2;
  const float least = static_cast<float>(out_scale) * -32768.0F, greatest = static_cast<float>(out_scale) * 32767.0F;
  const float inverse = 65536.0F / (greatest - least);
  const auto saturated = [](float value) {
    return static_cast<std::int16_t>(std::isnan(value) ? -32768.0F : std::clamp(value, -32768.0F, 32767.0F));
  };
  std::vector<std::int16_t> table;
  for (int i = 0; i < kSteps; ++i) {
    const float start = low + static_cast<float>(i) * step;
    const float point = std::round(f(start) * inverse);
    const float line = std::round((f(low + static_cast<float>(i + 1) * step) * inverse + point) / 2);
    const float middle = std::round(f(start + half_step) * inverse);
    table.push_back(saturated(point - std::round((line - middle) / 2)));
  }
  table.push_back(saturated(std::round(f(high) * inverse)));
  return table;
}

std::vector<std::int8_t> logistic_table_s8(double in_scale, std::int32_t in_zero_point, double out_scale, std::int32_t out_zero_point) {
  return lookup_table_s8(in_scale, in_zero_point, out_scale, out_zero_point,
                         [](float x) { return 1.0F / (1.0F + static_cast<float>(std::exp(-static_cast<double>(x)))); });
}

std::vector<std::int8_t> tanh_table_s8(double in_scale, std::int32_t in_zero_point, double out_scale, std::int32_t out_zero_point) {
  return lookup_table_s8(in_scale, in_zero_point, out_scale, out_zero_point,
                         [](float x) { return static_cast<float>(std::tanh(static_cast<double>(x))); });
}

std::vector<std::int16_t> softmax_exp_table_s16() {
  return interpolated_table(-10.0, 0.0, [](double x) { return std::exp(x); });
}

std::vector<std::int16_t> softmax_reciprocal_table_s16() {
  return interpolated_table(0.0, 1.0, [](double x) { return 1.0 / (1.0 + x); });
}

std::vector<std::int16_t> sigmoid_table_s16() {
  // Each point is raised by half of what interpolation loses in the middle of its step; the last meets the saturation.
  const auto sigmoid = [](double i) { return 65536.0 / (1.0 + std::exp(-i / 24.0)); };
  std::vector<std::int16_t> table;
  for (int i = 0; i < 255; ++i) {
    const double loss = sigmoid(i + 0.5) - (sigmoid(i) + sigmoid(i + 1)) / 2;
    table.push_back(static_cast<std::int16_t>(std::round(sigmoid(i) + loss / 2) - 32768.0));
  }
  table.push_back(INT16_MAX);
  return table;
}

}  // namespace thimble
