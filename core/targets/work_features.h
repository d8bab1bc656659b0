// The work of a network as the latency model sees it: plain numbers a layer, and the features that fits have a price for.
//   The same definitions, in Python, made the fits (scripts/oracles/targets/work.py); work_features_test.cpp compares both.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace thimble {

enum class LayerKind : std::uint8_t {
  conv,             // window larger than 1x1
  pointwise,        // 1x1
  depthwise,
  fully_connected,
  elementwise,      // add, mul, quantize, an activation of its own
  pool,             // and mean
  transcendental,   // softmax, logistic, tanh
  copy,             // pad, concatenate, transpose, slice, resize
  free,             // reshape: nothing runs
};

struct LayerWork {
  LayerKind kind = LayerKind::free;
  std::int64_t macs = 0;             // of the first four kinds
  std::int64_t outputs = 0;          // elements
  std::int64_t output_channels = 1;  // filters
  std::int64_t input_channels = 4;   // of conv
  std::int64_t weights = 0;          // elements
  std::int64_t window_inputs = 0;    // of pool: elements read, overlaps counted each time
};

enum class Precision : std::uint8_t { int8, int16x8, float32 };
std::string_view precision_name(Precision precision);

struct NetworkWork {
  std::vector<LayerWork> layers;
  Precision precision = Precision::int8;
};

enum class WorkFeature : std::uint8_t {
  conv_macs,
  pointwise_macs,
  depthwise_macs,
  fully_connected_macs,
  streamed_macs,        // conv and pointwise again, of layers whose weights exceed a usual data cache
  shallow_macs,         // conv again, of layers with fewer input channels than a 32-bit word has bytes
  gathered_inputs,      // conv: elements collected for all windows
  requantized_outputs,  // of the first four
  elementwise_elements,
  pooled_inputs,
  transcendental_elements,
  copied_elements,
  operators,
  inferences,
};
inline constexpr std::size_t kWorkFeatures = 14;
inline constexpr std::int64_t kStreamedWeights = 16384, kShallowChannels = 4;
using WorkFeatures = std::array<double, kWorkFeatures>;

std::string_view work_feature_name(WorkFeature feature);
WorkFeatures work_features(const LayerWork& layer);      // without `inferences`
WorkFeatures work_features(const NetworkWork& network);  // the sum, of one inference

}  // namespace thimble
