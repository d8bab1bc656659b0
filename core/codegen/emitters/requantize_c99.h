// Requantization as emitted by the C99 emitters (portable, rv32).
//   The reference rounds twice: r = (acc * m + 2^30) >> 31, then r / 2^n rounded half away from zero. With n >= 1 and
//   |acc| < 2^29 both fit one 32-bit high word h = (4 * acc * m) >> 32, since r = (h + 1) >> 1, and
//       out = (h - 2 * (h < 0) + 2^n + 1 + zero_point * 2^(n+1)) >> (n + 1)
//   (h < 0 instead of r < 0 differs only at h = -1, where both give zero_point). The sign term only matters for r < 0, so
//   it goes where the output is clamped at the zero point or above (ReLU). Where the bounds do not hold, the function of
//   the reference is emitted instead.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/codegen/kernel_emitter.h"

namespace thimble {

// "m128" for -128: a number as a part of a C name.
std::string signed_name(std::int32_t value);

// Names of a convolution's function, shortest first, of params with the members of conv2d and depthwise_conv2d.
template <class Params>
std::vector<std::string> convolution_labels(const char* what, const Params& p) {
  const std::string filter = std::string(what) + "_" + std::to_string(p.filter_h) + "x" + std::to_string(p.filter_w);
  const std::string from = std::to_string(p.in_h) + "x" + std::to_string(p.in_w) + "x" + std::to_string(p.in_c);
  return {filter, filter + "_on_" + from, filter + "_on_" + from + "_to_" + std::to_string(p.out_h) + "x" + std::to_string(p.out_w)};
}

// bias - zero_point * sum w, which lets a sum run over the inputs as they are, and the largest |sum| that they can reach.
struct FoldedBias {
  std::int32_t bias;
  std::int64_t bound;
};
FoldedBias fold_zero_point(std::span<const std::int8_t> weights, std::int32_t bias, std::int32_t zero_point);

struct OutputRange {
  std::int32_t zero_point, min, max;
};

// How the upper 32 bits of a product are had: from a 64-bit product, or, on cores without one, from four 16-bit products.
enum class HighMultiply : std::uint8_t { word, halves };

// `int32_t multiply_high(int32_t a, int32_t b)` for HighMultiply::halves.
EmittedHelper high_multiply_helper();

// The expression for the upper word of `a` * `b`, two C expressions.
std::string high_word(HighMultiply how, const std::string& a, const std::string& b);

struct RequantizePlan {
  bool exact = false;             // the reference's own steps; multiplier and shift as in the kernel's constants
  std::vector<std::int32_t> shift;  // by channel: n + 1, or the reference's shift where exact
  std::string function;           // `int8_t <function>(int32_t acc, int32_t multiplier, int32_t shift)`
  EmittedHelper helper;
  std::vector<EmittedHelper> needs;  // what `helper` calls
};

// `bounds` holds the largest |acc| that each channel can reach, or one bound for all.
RequantizePlan plan_requantize(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                               std::span<const std::int64_t> bounds, const OutputRange& range,
                               HighMultiply high_multiply = HighMultiply::word);

}  // namespace thimble
