// lookup_tables: the constant tables of lookup_s8, softmax_s16, logistic_s16 and tanh_s16, built when a node is lowered.
//   Transcendental functions are computed in doubles and rounded to floats: the reference calls the float ones, whose last
//   bit differs between C libraries.
//   source  TensorFlow Lite reference kernels (8-bit tables, 16-bit interpolated tables)
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace thimble {

// 256 results for the inputs -128 to 127: round(f(in_scale * (q - in_zero_point)) / out_scale) + out_zero_point, clamped.
std::vector<std::int8_t> logistic_table_s8(double in_scale, std::int32_t in_zero_point, double out_scale, std::int32_t out_zero_point);
std::vector<std::int8_t> tanh_table_s8(double in_scale, std::int32_t in_zero_point, double out_scale, std::int32_t out_zero_point);

// The same of any function, and its 513 results for lookup_s16 at the inputs 128 * (i - 256), zero points 0. Each of those but the
// last is moved by half the error that interpolation makes in the middle of its step. NaN gives the least number.
using RealFunction = std::function<float(float)>;
std::vector<std::int8_t> lookup_table_s8(double in_scale, std::int32_t in_zero_point, double out_scale, std::int32_t out_zero_point,
                                         const RealFunction& f);
std::vector<std::int16_t> lookup_table_s16(double in_scale, double out_scale, const RealFunction& f);

// 513 points: exp on [-10, 0] and 1 / (1 + x) on [0, 1], both Q0.15.
std::vector<std::int16_t> softmax_exp_table_s16();
std::vector<std::int16_t> softmax_reciprocal_table_s16();

// 256 points: sigmoid(i / 24) - 1/2 in Q0.16.
std::vector<std::int16_t> sigmoid_table_s16();

}  // namespace thimble
