// Histogram: how often the values of one tensor fell where, in one pass over any number of samples, in fixed memory.
//   bins    of equal width on both sides of 0: positive bin i holds [i, i + 1) * width, negative bin i holds (-(i + 1), -i] * width;
//           zeros are counted apart. The width is a power of two: when a value is too large, it doubles and neighbours merge,
//           exactly. So the result depends on the values alone, not on their order or how they came in parts.
//   memory  at most 2 * kBins counts of 8 bytes
//   exact   least, largest, zeros and total; a count's place to the width, which is at most 1/kBins*2 of the largest magnitude
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace thimble {

class Histogram {
 public:
  static constexpr std::size_t kBins = 4096;  // a side

  // False, and nothing is counted, when a value is NaN or infinite.
  [[nodiscard]] bool add(std::span<const float> values);
  // Only total, least and largest: for those who need no more (the observer minmax).
  [[nodiscard]] bool add_extent(std::span<const float> values);

  std::int64_t total() const { return total_; }
  std::int64_t zeros() const { return zeros_; }
  float least() const { return least_; }      // 0 while empty
  float largest() const { return largest_; }
  float width() const { return width_; }      // 0 while nothing but zeros was seen
  // Counts by distance from 0; empty: none on that side.
  std::span<const std::int64_t> positive() const { return side(largest_ > 0, 0); }
  std::span<const std::int64_t> negative() const { return side(least_ < 0, kBins); }

  // The value below which `share` of all values lie, to the width of a bin; share in [0, 1].
  double quantile(double share) const;

  bool operator==(const Histogram&) const = default;

 private:
  std::span<const std::int64_t> side(bool used, std::size_t first) const {
    return used && !bins_.empty() ? std::span(bins_).subspan(first, kBins) : std::span<const std::int64_t>{};
  }
  void widen_to(float magnitude);
  void set_width(float width);
  void count(std::span<const float> values);

  float width_ = 0;
  float least_ = 0, largest_ = 0;
  std::int64_t total_ = 0, zeros_ = 0;
  std::vector<std::int64_t> bins_;  // positive ones, then negative ones, by distance from 0; empty until something but 0 comes
};

}  // namespace thimble
