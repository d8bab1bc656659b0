#include "core/formats/tflite/op_versions.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"

namespace thimble::tflite {
namespace {

struct VersionRow {
  std::int32_t code;
  std::array<std::int32_t, 3> by_type;  // for float (and everything else), int8, int16 in input 0
  std::string_view runtimes;            // the first runtime that has version 1, 2, ...
};

constexpr VersionRow kRows[] = {
    {0, {1, 2, 3}, "1.5.0 1.14.0 2.4.0"},                                  // ADD
    {1, {1, 2, 3}, "1.5.0 1.14.0 2.3.0"},                                  // AVERAGE_POOL_2D
    {2, {1, 2, 3}, "1.5.0 1.14.0 2.3.0"},                                  // CONCATENATION
    {3, {1, 3, 4}, "1.5.0 1.14.0 1.14.0 2.3.0 2.4.0 2.9.0 2.11.0 2.15.0"},  // CONV_2D
    {4, {1, 3, 5}, "1.5.0 1.12.0 1.14.0 2.2.0 2.3.0 2.3.0"},               // DEPTHWISE_CONV_2D
    {5, {1, 2, 1}, "2.1.0 2.5.0"},                                         // DEPTH_TO_SPACE
    {6, {1, 2, 3}, "1.13.1 1.14.0 1.15.0 2.2.0 2.7.0"},                    // DEQUANTIZE
    {8, {1, 1, 1}, "1.9.0"},                                               // FLOOR
    {9, {1, 4, 7}, "1.5.0 1.10.0 1.14.0 1.14.0 2.0.0 2.1.0 2.3.0 2.3.0 2.3.0 2.11.0 2.15.0 2.17.0"},  // FULLY_CONNECTED
    {14, {1, 2, 3}, "1.14.0 1.14.0 2.3.0"},                                // LOGISTIC
    {17, {1, 2, 3}, "1.5.0 1.14.0 2.3.0"},                                 // MAX_POOL_2D
    {18, {1, 2, 4}, "1.5.0 1.14.0 1.15.0 2.3.0"},                          // MUL
    {19, {1, 2, 3}, "1.5.0 2.1.0 2.5.0"},                                  // RELU
    {20, {1, 1, 1}, "1.5.0"},                                              // RELU_N1_TO_1
    {21, {1, 2, 3}, "1.5.0 1.14.0 2.5.0"},                                 // RELU6
    {22, {1, 1, 1}, "1.5.0"},                                              // RESHAPE
    {23, {1, 2, 4}, "1.7.0 1.14.0 2.2.0 2.5.0"},                           // RESIZE_BILINEAR
    {25, {1, 2, 3}, "1.5.0 1.14.0 2.3.0"},                                 // SOFTMAX
    {26, {1, 2, 1}, "1.5.0 1.14.0"},                                       // SPACE_TO_DEPTH
    {28, {1, 2, 3}, "1.14.0 1.14.0 2.3.0"},                                // TANH
    {34, {1, 2, 3}, "1.5.0 1.14.0 2.4.0 2.6.0"},                           // PAD
    {36, {1, 2, 4}, "1.6.0 1.14.0 1.15.0 2.4.0"},                          // GATHER
    {39, {1, 2, 5}, "1.6.0 1.14.0 1.15.0 2.3.0 2.4.0 2.12.0"},             // TRANSPOSE
    {40, {1, 2, 3}, "1.6.0 1.14.0 2.4.0"},                                 // MEAN
    {41, {1, 2, 5}, "1.6.0 1.14.0 2.3.0 2.4.0 2.4.0"},                     // SUB
    {42, {1, 1, 1}, "1.6.0 2.3.0"},                                        // DIV
    {45, {1, 2, 1}, "1.6.0 1.14.0 2.1.0 2.2.0"},                           // STRIDED_SLICE
    {47, {1, 2, 2}, "1.7.0 2.12.0"},                                       // EXP
    {50, {1, 2, 1}, "1.14.0 1.14.0"},                                      // LOG_SOFTMAX
    {54, {1, 1, 1}, "1.8.0"},                                              // PRELU
    {55, {1, 2, 4}, "1.14.0 1.14.0 2.3.0 2.3.0"},                          // MAXIMUM
    {57, {1, 2, 4}, "1.14.0 1.14.0 2.3.0 2.3.0"},                          // MINIMUM
    {59, {1, 1, 1}, "1.9.0"},                                              // NEG
    {60, {1, 2, 3}, "1.9.0 1.14.0 2.4.0 2.6.0"},                           // PADV2
    {65, {1, 2, 4}, "1.14.0 1.14.0 1.14.0 2.4.0 2.5.0"},                   // SLICE
    {66, {1, 1, 1}, "1.9.0"},                                              // SIN
    {67, {1, 2, 2}, "1.9.0 2.2.0 2.3.0 2.13.0 2.15.0"},                    // TRANSPOSE_CONV
    {73, {1, 2, 2}, "1.14.0 2.15.0"},                                      // LOG
    {74, {1, 2, 1}, "1.10.0 1.15.0"},                                      // SUM
    {75, {1, 2, 2}, "1.10.0 2.21.0"},                                      // SQRT
    {76, {1, 2, 3}, "1.10.0 2.5.0 2.15.0"},                                // RSQRT
    {78, {1, 1, 1}, "1.10.0"},                                             // POW
    {81, {1, 2, 2}, "1.11.0 2.6.0"},                                       // REDUCE_PROD
    {82, {1, 2, 3}, "1.11.0 1.14.0 2.5.0"},                                // REDUCE_MAX
    {89, {1, 2, 3}, "1.11.0 1.14.0 2.5.0"},                                // REDUCE_MIN
    {92, {1, 1, 1}, "1.12.0"},                                             // SQUARE
    {97, {1, 2, 4}, "1.13.1 1.14.0 2.3.0 2.4.0"},                          // RESIZE_NEAREST_NEIGHBOR
    {98, {1, 1, 2}, "1.13.1 2.3.0"},                                       // LEAKY_RELU
    {101, {1, 2, 3}, "1.13.0 2.4.0 2.5.0"},                                // ABS
    {104, {1, 1, 1}, "1.14.0"},                                            // CEIL
    {108, {1, 1, 1}, "1.14.0"},                                            // COS
    {111, {1, 1, 1}, "1.14.0"},                                            // ELU
    {114, {1, 1, 1}, "1.14.0 1.15.0"},                                     // QUANTIZE
    {116, {1, 1, 1}, "1.14.0"},                                            // ROUND
    {117, {1, 1, 1}, "1.15.0"},                                            // HARD_SWISH
    {126, {1, 2, 3}, "2.3.0 2.3.0 2.4.0"},                                 // BATCH_MATMUL
    {150, {1, 2, 1}, "2.9.0 2.9.0"},                                       // GELU
    {152, {1, 1, 1}, "2.10.0"},  // RELU_0_TO_1
};

const VersionRow* find_row(std::int32_t code) {
  for (const VersionRow& row : kRows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

// Float activations with int8 weights: the runtime quantizes the activations while it runs.
bool hybrid(const OpFacts& facts) { return facts.in == DType::f32 && facts.weights == DType::s8; }

std::int32_t conv2d_version(const OpFacts& facts, std::int32_t base) {
  if (facts.short_bias) return 8;
  if (facts.grouped) return 6;
  return hybrid(facts) ? (facts.per_channel ? 5 : 2) : base;
}

std::int32_t depthwise_version(const OpFacts& facts, std::int32_t base) {
  if (hybrid(facts)) return facts.per_channel ? 6 : 4;
  return base == 1 && facts.dilated ? 2 : base;
}

std::int32_t fully_connected_version(const OpFacts& facts, std::int32_t base) {
  if (hybrid(facts) && facts.per_channel) return 12;
  if (facts.short_bias) return 11;
  if (facts.in == DType::s16) return base;
  if (facts.inputs == 2) return 6;
  if (facts.keep_dims) return 5;
  return hybrid(facts) ? 3 : base;
}

std::int32_t transpose_conv_version(const OpFacts& facts) {
  if (facts.short_bias) return 5;
  if (facts.activation) return 4;
  if (facts.inputs == 4) return 3;
  return facts.weights == DType::s8 ? 2 : 1;
}

std::int32_t at_least_for_rank(std::int32_t base, const OpFacts& facts, std::size_t rank, std::int32_t version) {
  return facts.rank > rank ? std::max(base, version) : base;
}

}  // namespace

std::int32_t op_version(std::int32_t code, const OpFacts& facts) {
  const VersionRow* row = find_row(code);
  if (!row) return 1;
  const std::int32_t base = row->by_type[facts.in == DType::s8 ? 1 : facts.in == DType::s16 ? 2 : 0];
  switch (code) {
    case 3: return conv2d_version(facts, base);
    case 4: return depthwise_version(facts, base);
    case 6: return facts.in == DType::f16 ? 3 : base;
    case 9: return fully_connected_version(facts, base);
    case 18: return base == 2 && facts.scale_up ? 3 : base;
    case 23:
    case 97: return base < 3 && facts.exact_pixels ? 3 : base;
    case 34:
    case 60:
    case 45: return at_least_for_rank(base, facts, 4, 4);
    case 65: return at_least_for_rank(base, facts, 4, 5);
    case 39: return at_least_for_rank(at_least_for_rank(base, facts, 4, 4), facts, 5, 6);
    case 41:
    case 55:
    case 57: return facts.broadcast ? at_least_for_rank(base, facts, 4, 3) : base;
    case 42: return facts.broadcast ? at_least_for_rank(base, facts, 4, 2) : base;
    case 67: return transpose_conv_version(facts);
    case 114: return facts.out == DType::s16 ? 2 : 1;
    default: return base;
  }
}

std::string_view first_runtime(std::int32_t code, std::int32_t version) {
  const VersionRow* row = find_row(code);
  if (!row) return {};
  const auto runtimes = split(row->runtimes, ' ');
  return runtimes[std::min(runtimes.size(), static_cast<std::size_t>(version)) - 1];
}

bool older_runtime(std::string_view a, std::string_view b) {
  const auto left = split(a, '.'), right = split(b, '.');
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const std::int64_t x = parse_int(left[i]).value_or(0), y = parse_int(right[i]).value_or(0);
    if (x != y) return x < y;
  }
  return left.size() < right.size();
}

}  // namespace thimble::tflite
