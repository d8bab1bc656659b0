#include "core/targets/work_features.h"

#include <algorithm>

namespace thimble {

std::string_view precision_name(Precision precision) {
  constexpr std::array<std::string_view, 3> names{"int8", "int16x8", "float32"};
  return names[static_cast<std::size_t>(precision)];
}

std::string_view work_feature_name(WorkFeature feature) {
  constexpr std::array<std::string_view, kWorkFeatures> names{"conv_macs",
                                                              "pointwise_macs",
                                                              "depthwise_macs",
                                                              "fully_connected_macs",
                                                              "streamed_macs",
                                                              "shallow_macs",
                                                              "gathered_inputs",
                                                              "requantized_outputs",
                                                              "elementwise_elements",
                                                              "pooled_inputs",
                                                              "transcendental_elements",
                                                              "copied_elements",
                                                              "operators",
                                                              "inferences"};
  return names[static_cast<std::size_t>(feature)];
}

WorkFeatures work_features(const LayerWork& layer) {
  using enum WorkFeature;
  WorkFeatures f{};
  const auto at = [&f](WorkFeature feature) -> double& { return f[static_cast<std::size_t>(feature)]; };
  const auto macs = static_cast<double>(layer.macs), outputs = static_cast<double>(layer.outputs);
  if (layer.kind == LayerKind::free) return f;
  at(operators) = 1;
  switch (layer.kind) {
    case LayerKind::conv:
      at(conv_macs) = macs;
      at(gathered_inputs) = macs / static_cast<double>(std::max<std::int64_t>(1, layer.output_channels));
      if (layer.input_channels < kShallowChannels) at(shallow_macs) = macs;
      break;
    case LayerKind::pointwise: at(pointwise_macs) = macs; break;
    case LayerKind::depthwise: at(depthwise_macs) = macs; break;
    case LayerKind::fully_connected: at(fully_connected_macs) = macs; break;
    case LayerKind::elementwise: at(elementwise_elements) = outputs; break;
    case LayerKind::pool: at(pooled_inputs) = static_cast<double>(layer.window_inputs); break;
    case LayerKind::transcendental: at(transcendental_elements) = outputs; break;
    case LayerKind::copy: at(copied_elements) = outputs; break;
    case LayerKind::free: break;
  }
  if (layer.kind <= LayerKind::fully_connected) at(requantized_outputs) = outputs;
  if (layer.kind <= LayerKind::pointwise && layer.weights > kStreamedWeights) at(streamed_macs) = macs;
  return f;
}

WorkFeatures work_features(const NetworkWork& network) {
  WorkFeatures sum{};
  for (const LayerWork& layer : network.layers) {
    const WorkFeatures f = work_features(layer);
    for (std::size_t i = 0; i < kWorkFeatures; ++i) sum[i] += f[i];
  }
  sum[static_cast<std::size_t>(WorkFeature::inferences)] = 1;
  return sum;
}

}  // namespace thimble
