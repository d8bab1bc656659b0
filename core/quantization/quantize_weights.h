// quantize_weights: constants as integers.
//   weights      symmetric, narrow range [-127, 127], one scale an index of `axis`; scale = largest magnitude / 127
//   rounding     half away from zero, of w / scale in float
//   channel of zeros: scale 1, so that nothing divides by 0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ir/types.h"

namespace thimble {

// A tensor seen along one axis: outer x channels x inner elements.
struct AxisView {
  std::int64_t outer = 1, channels = 1, inner = 1;
};
AxisView axis_view(const Shape& shape, std::int32_t axis);

std::vector<float> largest_magnitudes(std::span<const float> weights, const AxisView& view);

// One scale a channel.
std::vector<float> weight_scales(std::span<const float> weights, const AxisView& view);

std::vector<std::int8_t> quantize_weights(std::span<const float> weights, const AxisView& view, std::span<const float> scales);

}  // namespace thimble
