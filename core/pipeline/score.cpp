#include "core/pipeline/score.h"

#include <algorithm>
#include <cmath>

namespace thimble {
namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % of a normal distribution lies below
constexpr int kHalvings = 60;

// Variance of an area that is `area` in truth.
double area_variance(double area, double positives, double negatives) {
  const double others = (positives + negatives) / 2 - 1;
  return area * (1 - area) * (1 + others * (1 - area) / (2 - area) + others * area / (1 + area)) / (positives * negatives);
}

// The farthest area towards `end` that `found` is within kZ errors of.
double area_bound(double found, double end, double positives, double negatives) {
  double inside = found, outside = end;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (inside + outside) / 2, distance = found - middle;
    const bool near = distance * distance <= kZ * kZ * area_variance(middle, positives, negatives);
    (near ? inside : outside) = middle;
  }
  return inside;
}

}  // namespace

Share wilson_share(std::int64_t hits, std::int64_t of) {
  if (of <= 0) return {0, 0, 1};
  const double z = kZ, n = static_cast<double>(of), p = static_cast<double>(hits) / n;
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // Rounding must not take the interval off its own value at the ends.
  return {p, std::clamp(centre - half, 0.0, p), std::clamp(centre + half, p, 1.0)};
}

std::int32_t argmax(std::span<const float> values) {
  std::int32_t best = -1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    if (best < 0 || values[i] > values[static_cast<std::size_t>(best)]) best = static_cast<std::int32_t>(i);
  }
  return best;
}

std::int64_t rank_of(std::span<const float> values, std::size_t index) {
  const float own = values[index];
  if (std::isnan(own)) return static_cast<std::int64_t>(values.size()) - 1;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < values.size(); ++i) before += values[i] > own || (values[i] == own && i < index) ? 1 : 0;
  return before;
}

std::optional<Estimate> area_under_curve(std::vector<std::pair<float, bool>> scores) {
  std::sort(scores.begin(), scores.end());
  double positives = 0, negatives = 0, above = 0;
  for (std::size_t i = 0; i < scores.size();) {
    double same_positive = 0, same_negative = 0;
    std::size_t end = i;
    for (; end < scores.size() && scores[end].first == scores[i].first; ++end) (scores[end].second ? same_positive : same_negative) += 1;
    above += same_positive * (negatives + same_negative / 2);
    positives += same_positive;
    negatives += same_negative;
    i = std::max(end, i + 1);
  }
  if (positives == 0 || negatives == 0) return std::nullopt;
  const double area = above / (positives * negatives);
  return Estimate{area, area_bound(area, 0, positives, negatives), area_bound(area, 1, positives, negatives)};
}

void ErrorMean::add(double error) {
  ++count_;
  const double before = error - mean_;
  mean_ += before / static_cast<double>(count_);
  squares_ += before * (error - mean_);
}

Estimate ErrorMean::estimate() const {
  if (count_ < 2) return {mean_, mean_, mean_};
  const double n = static_cast<double>(count_), half = kZ * std::sqrt(squares_ / (n - 1) / n);
  return {mean_, std::max(mean_ - half, 0.0), mean_ + half};
}

void VectorVariance::add(std::span<const float> values) {
  means_.resize(values.size());
  ++count_;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = static_cast<double>(values[i]), before = value - means_[i];
    means_[i] += before / static_cast<double>(count_);
    squares_ += before * (value - means_[i]);
  }
}

double VectorVariance::variance() const {
  return count_ > 0 ? squares_ / static_cast<double>(count_) / static_cast<double>(std::max<std::size_t>(means_.size(), 1)) : 0;
}

}  // namespace thimble
