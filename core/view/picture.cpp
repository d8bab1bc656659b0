#include "core/view/picture.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace thimble {

namespace {

struct Extent {
  int height = 0, width = 0, channels = 0;
};

// The last three axes as an image, the last two as a map, one as a line; axes before them have to be 1 or are not shown.
Extent extent_of(std::span<const std::int64_t> shape, std::size_t values) {
  std::vector<std::int64_t> dims(shape.begin(), shape.end());
  while (dims.size() > 1 && dims.front() == 1) dims.erase(dims.begin());
  if (dims.empty()) dims = {1};
  Extent out;
  const std::int64_t last = dims.back();
  const bool image = dims.size() >= 3 || (dims.size() == 2 && (last == 1 || last == 3));
  std::int64_t channels = 1;
  if (image && (last == 1 || last == 3 || last == 4)) {
    channels = last;
    dims.pop_back();
  }
  const std::int64_t width = dims.back();
  const std::int64_t height = dims.size() >= 2 ? dims[dims.size() - 2] : 1;
  constexpr std::int64_t kMost = 1 << 14;
  if (width <= 0 || height <= 0 || width > kMost || height > kMost) return {};
  if (static_cast<std::uint64_t>(width * height * channels) > values) return {};
  out.width = static_cast<int>(width);
  out.height = static_cast<int>(height);
  out.channels = static_cast<int>(channels);
  return out;
}

// Mean of what falls into each pixel of the smaller picture; `at(y, x, c)` in 0..255, NaN for what is no number.
template <class At>
Picture shrink(const Extent& extent, const At& at) {
  Picture out;
  if (extent.width == 0) return out;
  const int factor = (std::max(extent.width, extent.height) + kMaxPictureSide - 1) / kMaxPictureSide;
  out.width = (extent.width + factor - 1) / factor;
  out.height = (extent.height + factor - 1) / factor;
  out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
  std::uint8_t* to = out.rgba.data();
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x, to += 4) {
      float sums[3] = {};
      int count = 0;
      for (int v = y * factor; v < std::min((y + 1) * factor, extent.height); ++v) {
        for (int u = x * factor; u < std::min((x + 1) * factor, extent.width); ++u, ++count) {
          for (int c = 0; c < 3; ++c) sums[c] += at(v, u, extent.channels >= 3 ? c : 0);
        }
      }
      for (int c = 0; c < 3; ++c) {
        const float mean = sums[c] / static_cast<float>(count);
        to[c] = std::isnan(mean) ? static_cast<std::uint8_t>(c == 1 ? 0 : 255)
                                 : static_cast<std::uint8_t>(std::clamp(std::lround(mean), 0L, 255L));
      }
      to[3] = 255;
    }
  }
  return out;
}

}  // namespace

ValueRange range_of(std::span<const float> values) {
  ValueRange out{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    out.low = std::min(out.low, value);
    out.high = std::max(out.high, value);
  }
  return out.low < out.high ? out : ValueRange();
}

Picture picture_of_pixels(std::span<const std::uint8_t> pixels, std::span<const std::int64_t> shape) {
  const Extent extent = extent_of(shape, pixels.size());
  const auto at = [&](int y, int x, int c) {
    return static_cast<float>(pixels[(static_cast<std::size_t>(y) * static_cast<std::size_t>(extent.width) + static_cast<std::size_t>(x)) *
                                         static_cast<std::size_t>(extent.channels) +
                                     static_cast<std::size_t>(c)]);
  };
  return shrink(extent, at);
}

Picture picture_of_values(std::span<const float> values, std::span<const std::int64_t> shape, ValueRange range) {
  const Extent extent = extent_of(shape, values.size());
  const float scale = 255 / std::max(range.high - range.low, std::numeric_limits<float>::min());
  const auto at = [&](int y, int x, int c) {
    const float value = values[(static_cast<std::size_t>(y) * static_cast<std::size_t>(extent.width) + static_cast<std::size_t>(x)) *
                                   static_cast<std::size_t>(extent.channels) +
                               static_cast<std::size_t>(c)];
    return (value - range.low) * scale;
  };
  return shrink(extent, at);
}

Picture picture_of_audio(std::span<const float> samples, std::int64_t channels) {
  Picture out;
  const std::int64_t frames = channels > 0 ? static_cast<std::int64_t>(samples.size()) / channels : 0;
  if (frames == 0) return out;
  out.width = kMaxPictureSide;
  out.height = kMaxPictureSide / 2;
  out.rgba.resize(static_cast<std::size_t>(out.width * out.height) * 4);
  for (int x = 0; x < out.width; ++x) {
    const std::int64_t from = frames * x / out.width, to = std::max(frames * (x + 1) / out.width, from + 1);
    float low = 0, high = 0;
    for (std::int64_t i = from; i < to; ++i) {
      const float value = samples[static_cast<std::size_t>(i * channels)];
      low = std::min(low, value);
      high = std::max(high, value);
    }
    for (int y = 0; y < out.height; ++y) {
      const float level = 1 - 2 * (static_cast<float>(y) + 0.5f) / static_cast<float>(out.height);
      const float half = 1.0f / static_cast<float>(out.height);
      const bool inside = level >= low - half && level <= high + half;
      std::uint8_t* pixel = &out.rgba[static_cast<std::size_t>(y * out.width + x) * 4];
      for (int c = 0; c < 3; ++c) pixel[c] = inside ? 220 : 24;
      pixel[3] = 255;
    }
  }
  return out;
}

Picture picture_of(const RawSample& sample) {
  switch (sample.kind) {
    case RawKind::image_u8: return picture_of_pixels(sample.pixels, sample.shape);
    case RawKind::audio_f32: return picture_of_audio(sample.values, sample.shape.size() > 1 ? sample.shape[1] : 1);
    case RawKind::tensor_f32: break;
  }
  return picture_of_values(sample.values, sample.shape, range_of(sample.values));
}

std::unique_ptr<view::Area> SheetBuilder::add(const Picture& picture) {
  if (picture.empty()) return nullptr;
  if (x_ + picture.width > kWidth) {
    y_ += shelf_;
    x_ = shelf_ = 0;
  }
  shelf_ = std::max(shelf_, picture.height);
  rgba_.resize(static_cast<std::size_t>(y_ + shelf_) * kWidth * 4);
  const std::size_t row = static_cast<std::size_t>(picture.width) * 4;
  for (int y = 0; y < picture.height; ++y) {
    std::memcpy(&rgba_[(static_cast<std::size_t>(y_ + y) * kWidth + static_cast<std::size_t>(x_)) * 4],
                &picture.rgba[static_cast<std::size_t>(y) * row], row);
  }
  auto area = std::make_unique<view::Area>(x_, y_, picture.width, picture.height);
  x_ += picture.width;
  return area;
}

std::unique_ptr<view::SheetT> SheetBuilder::finish() && {
  if (rgba_.empty()) return nullptr;
  auto out = std::make_unique<view::SheetT>();
  out->width = kWidth;
  out->height = static_cast<int>(rgba_.size() / (kWidth * 4));
  out->rgba = std::move(rgba_);
  return out;
}

}  // namespace thimble
