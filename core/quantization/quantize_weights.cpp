#include "core/quantization/quantize_weights.h"

#include <algorithm>
#include <cmath>

namespace thimble {
namespace {

// Half away from zero, as lroundf; written so that the compiler makes vector code of the loop around it.
inline std::int8_t rounded(float value) {
  const float clamped = std::min(std::max(value, -127.0f), 127.0f);
  return static_cast<std::int8_t>(static_cast<std::int32_t>(clamped + (clamped < 0 ? -0.5f : 0.5f)));
}

}  // namespace

AxisView axis_view(const Shape& shape, std::int32_t axis) {
  AxisView out;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto at = static_cast<std::int32_t>(i);
    (at < axis ? out.outer : at == axis ? out.channels : out.inner) *= shape[i];
  }
  return out;
}

std::vector<float> largest_magnitudes(std::span<const float> weights, const AxisView& view) {
  std::vector<float> most(static_cast<std::size_t>(view.channels), 0.0f);
  const auto channels = static_cast<std::size_t>(view.channels), inner = static_cast<std::size_t>(view.inner);
  const float* at = weights.data();
  for (std::int64_t outer = 0; outer < view.outer; ++outer) {
    if (inner == 1) {
      for (std::size_t c = 0; c < channels; ++c) most[c] = std::max(most[c], std::fabs(at[c]));
      at += channels;
      continue;
    }
    for (std::size_t c = 0; c < channels; ++c, at += inner) {
      float largest = most[c];
      for (std::size_t i = 0; i < inner; ++i) largest = std::max(largest, std::fabs(at[i]));
      most[c] = largest;
    }
  }
  return most;
}

std::vector<float> weight_scales(std::span<const float> weights, const AxisView& view) {
  std::vector<float> scales = largest_magnitudes(weights, view);
  // Below this, 1 / scale would not be finite; such a channel is zero for every purpose.
  constexpr float kLeast = 1e-30f;
  for (float& scale : scales) scale = scale < kLeast ? 1.0f : scale / 127.0f;
  return scales;
}

std::vector<std::int8_t> quantize_weights(std::span<const float> weights, const AxisView& view, std::span<const float> scales) {
  std::vector<std::int8_t> out(weights.size());
  const auto channels = static_cast<std::size_t>(view.channels), inner = static_cast<std::size_t>(view.inner);
  std::size_t at = 0;
  for (std::int64_t outer = 0; outer < view.outer; ++outer) {
    if (inner == 1) {
      for (std::size_t c = 0; c < channels; ++c) out[at + c] = rounded(weights[at + c] / scales[c]);
      at += channels;
      continue;
    }
    for (std::size_t c = 0; c < channels; ++c, at += inner) {
      for (std::size_t i = 0; i < inner; ++i) out[at + i] = rounded(weights[at + i] / scales[c]);
    }
  }
  return out;
}

}  // namespace thimble
