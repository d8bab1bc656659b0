#include "core/pipeline/score.h"

#include <algorithm>
#include <cmath>

namespace thimble {

Share wilson_share(std::int64_t hits, std::int64_t of) {
  if (of <= 0) return {0, 0, 1};
  constexpr double z = 1.959963984540054;  // 97.5 % of a normal distribution lies below
  const double n = static_cast<double>(of), p = static_cast<double>(hits) / n;
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

std::optional<double> area_under_curve(std::vector<std::pair<float, bool>> scores) {
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
  return above / (positives * negatives);
}

void NoiseSum::add(std::span<const float> reference, std::span<const float> values) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double difference = static_cast<double>(reference[i]) - static_cast<double>(values[i]);
    signal += static_cast<double>(reference[i]) * static_cast<double>(reference[i]);
    noise += difference * difference;
  }
}

double NoiseSum::sqnr_db() const {
  if (!std::isfinite(noise)) return -kExactSqnrDb;
  if (noise == 0) return kExactSqnrDb;
  if (signal == 0) return -kExactSqnrDb;
  return std::clamp(10 * std::log10(signal / noise), -kExactSqnrDb, kExactSqnrDb);
}

}  // namespace thimble
