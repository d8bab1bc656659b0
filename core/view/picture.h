// Picture: a few pixels to look at: a sample as the file has it, or as the model sees it. Sheet: many of them in one.
//   shapes  images H, W, C in rows; C 1 (grey), 3 (RGB) or 4 (alpha is dropped); other tensors become a grey map of their last two axes
//   limits  shrunk to at most kMaxPictureSide pixels a side, by the mean of what falls into a pixel
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "view_generated.h"

namespace thimble {

inline constexpr int kMaxPictureSide = 64;

struct Picture {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
  bool empty() const { return width == 0; }
};

struct ValueRange {
  float low = 0, high = 1;
};
// Of all values that are numbers; [0, 1] when there are none.
ValueRange range_of(std::span<const float> values);

Picture picture_of_pixels(std::span<const std::uint8_t> pixels, std::span<const std::int64_t> shape);
// `range` is what black and white stand for; NaN is drawn magenta.
Picture picture_of_values(std::span<const float> values, std::span<const std::int64_t> shape, ValueRange range);
Picture picture_of_audio(std::span<const float> samples, std::int64_t channels);
Picture picture_of(const RawSample& sample);  // by its kind, over its own range

// Lays pictures on shelves, as they come.
class SheetBuilder {
 public:
  // Nothing for an empty picture.
  std::unique_ptr<view::Area> add(const Picture& picture);
  std::unique_ptr<view::SheetT> finish() &&;  // null: there were none

 private:
  static constexpr int kWidth = 1024;
  int x_ = 0, y_ = 0, shelf_ = 0;
  std::vector<std::uint8_t> rgba_;
};

}  // namespace thimble
