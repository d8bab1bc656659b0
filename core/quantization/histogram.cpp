#include "core/quantization/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace thimble {
namespace {

// Values below this share a bin: no width is smaller, so that 1 / width stays finite.
constexpr float kLeastWidth = 0x1.0p-100f;

struct Extent {
  float least = 0, largest = 0;
  bool finite = true;
};

// In lanes, so that the compiler keeps them in one register each.
Extent extent_of(std::span<const float> values) {
  constexpr std::size_t kLanes = 8;
  float low[kLanes], high[kLanes];
  std::uint32_t bits[kLanes] = {};
  std::fill(low, low + kLanes, values[0]);
  std::fill(high, high + kLanes, values[0]);
  const auto take = [&](std::size_t lane, float value) {
    low[lane] = value < low[lane] ? value : low[lane];
    high[lane] = value > high[lane] ? value : high[lane];
    const std::uint32_t magnitude = std::bit_cast<std::uint32_t>(value) & 0x7fffffffu;
    bits[lane] = magnitude > bits[lane] ? magnitude : bits[lane];
  };
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) take(lane, values[i + lane]);
  }
  for (; i < values.size(); ++i) take(0, values[i]);
  return {*std::min_element(low, low + kLanes), *std::max_element(high, high + kLanes),
          *std::max_element(bits, bits + kLanes) < 0x7f800000u};
}

void halve(std::span<std::int64_t> bins) {
  for (std::size_t i = 0; i < bins.size() / 2; ++i) bins[i] = bins[2 * i] + bins[2 * i + 1];
  std::fill(bins.begin() + static_cast<std::ptrdiff_t>(bins.size() / 2), bins.end(), 0);
}

}  // namespace

void Histogram::set_width(float width) {
  if (width_ == 0) width_ = width;
  if (bins_.empty()) bins_.assign(2 * kBins, 0);
  while (width_ < width) {
    halve(std::span(bins_).first(kBins));
    halve(std::span(bins_).last(kBins));
    width_ *= 2;
  }
}

// The least power of two under which `magnitude` lies in the bins.
void Histogram::widen_to(float magnitude) {
  if (magnitude == 0) return;
  int exponent = 0;
  std::frexp(magnitude, &exponent);  // magnitude < 2^exponent
  set_width(std::max(std::ldexp(1.0f, exponent) / static_cast<float>(kBins), kLeastWidth));
}

bool Histogram::add_extent(std::span<const float> values) {
  if (values.empty()) return true;
  const Extent extent = extent_of(values);
  if (!extent.finite) return false;
  least_ = total_ == 0 ? extent.least : std::min(least_, extent.least);
  largest_ = total_ == 0 ? extent.largest : std::max(largest_, extent.largest);
  total_ += static_cast<std::int64_t>(values.size());
  return true;
}

bool Histogram::add(std::span<const float> values) {
  if (!add_extent(values)) return false;
  widen_to(std::max(std::fabs(least_), std::fabs(largest_)));
  if (width_ == 0) {
    zeros_ += static_cast<std::int64_t>(values.size());
  } else {
    count(values);
  }
  return true;
}

// Places of a chunk first, without branches; then the counts. Zeros, of which a rectified tensor is half, go to places of their
// own in turn: counting up one number again and again has to wait for itself.
void Histogram::count(std::span<const float> values) {
  constexpr std::size_t kChunk = 256, kTurns = 8;
  std::uint32_t places[kChunk];
  std::vector<std::int64_t> counts(std::move(bins_));
  counts.resize(2 * kBins + kTurns, 0);
  const float per_width = 1.0f / width_;  // exact: a power of two
  for (std::size_t first = 0; first < values.size(); first += kChunk) {
    const std::span<const float> chunk = values.subspan(first, std::min(kChunk, values.size() - first));
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      const float value = chunk[i];
      const auto distance = static_cast<std::uint32_t>(static_cast<std::int32_t>(std::fabs(value) * per_width));
      const std::uint32_t place = distance + (value < 0 ? static_cast<std::uint32_t>(kBins) : 0u);
      places[i] = value == 0 ? static_cast<std::uint32_t>(2 * kBins + i % kTurns) : place;
    }
    for (std::size_t i = 0; i < chunk.size(); ++i) ++counts[places[i]];
  }
  for (std::size_t i = 2 * kBins; i < counts.size(); ++i) zeros_ += counts[i];
  counts.resize(2 * kBins);
  bins_ = std::move(counts);
}

double Histogram::quantile(double share) const {
  const double wanted = share * static_cast<double>(total_);
  if (wanted <= 0 || total_ == 0) return static_cast<double>(least_);
  const double width = static_cast<double>(width_);
  const auto inside = [&](double value) { return std::clamp(value, static_cast<double>(least_), static_cast<double>(largest_)); };
  double below = 0;
  for (std::size_t i = negative().size(); i-- > 0;) {
    const auto count = static_cast<double>(negative()[i]);
    if (count > 0 && below + count >= wanted) return inside(-(static_cast<double>(i) + 1 - (wanted - below) / count) * width);
    below += count;
  }
  below += static_cast<double>(zeros_);
  if (below >= wanted) return inside(0);
  for (std::size_t i = 0; i < positive().size(); ++i) {
    const auto count = static_cast<double>(positive()[i]);
    if (count > 0 && below + count >= wanted) return inside((static_cast<double>(i) + (wanted - below) / count) * width);
    below += count;
  }
  return static_cast<double>(largest_);
}

}  // namespace thimble
