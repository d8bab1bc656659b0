// entropy: the range whose quantized histogram has the least Kullback-Leibler divergence from the unquantized one.
//   P  the histogram cut at a bound, what lies beyond it added to the last bin
//   Q  the cut histogram in as many groups of neighbours as there are levels, each group's count spread evenly over its
//      bins that are not empty
//   both sides are cut at the same distance from 0, where that lies inside what was seen; bounds on a grid, so that the
//   cost does not depend on the data. Zeros stay exact whatever the range, and are left out.
#include <algorithm>
#include <cmath>

#include "core/quantization/observer_def.h"

namespace thimble {
namespace {

constexpr std::size_t kMerge = 2;  // fine bins a bin here
constexpr std::size_t kSide = Histogram::kBins / kMerge;
constexpr std::size_t kStep = kSide / 128;
constexpr std::size_t kLeastBound = kSide / 16;

std::vector<double> coarse(std::span<const std::int64_t> bins) {
  std::vector<double> out;
  for (std::size_t i = 0; i < bins.size(); i += kMerge) {
    std::int64_t sum = 0;
    for (std::size_t k = i; k < i + kMerge; ++k) sum += bins[k];
    out.push_back(static_cast<double>(sum));
  }
  return out;
}

// Divergence of one side cut after `bound` bins, its bins in `groups` groups; counts, not shares: the sum over both sides is
// normalized by the caller's total, which is the same for P and Q.
double side_divergence(std::span<const double> bins, std::size_t bound, double groups) {
  if (bins.empty()) return 0;
  double outliers = 0;
  for (std::size_t i = bound; i < bins.size(); ++i) outliers += bins[i];
  const double per_group = static_cast<double>(bound) / groups;
  double divergence = 0;
  for (std::size_t first = 0; first < bound;) {
    // Groups are at least a bin wide; where they are less, every bin is its own.
    const double group = std::floor(static_cast<double>(first) / per_group) + 1;
    const std::size_t last = std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(group * per_group)), first + 1, bound);
    double sum = 0, filled = 0;
    for (std::size_t i = first; i < last; ++i) sum += bins[i], filled += bins[i] > 0 ? 1 : 0;
    for (std::size_t i = first; i < last; ++i) {
      const double p = bins[i] + (i + 1 == bound ? outliers : 0);
      if (p == 0) continue;
      // An empty last bin that holds the outliers has no share of Q: smoothed by less than one value.
      const double q = bins[i] > 0 ? sum / filled : 1e-3;
      divergence += p * std::log(p / q);
    }
    first = last;
  }
  return divergence;
}

std::size_t used(std::span<const double> bins) {
  std::size_t count = bins.size();
  while (count > 0 && bins[count - 1] == 0) --count;
  return count;
}

Range range(const Histogram& histogram, const ObserverOptions& options) {
  const Range whole = with_zero(static_cast<double>(histogram.least()), static_cast<double>(histogram.largest()), options.symmetric);
  const std::vector<double> positive = coarse(histogram.positive()), negative = coarse(histogram.negative());
  const std::size_t most = std::max(used(positive), used(negative));
  const double width = static_cast<double>(histogram.width()) * kMerge;
  const double total = static_cast<double>(histogram.total() - histogram.zeros());
  if (most <= kLeastBound || total == 0) return whole;
  double best = 0;
  std::size_t best_bound = 0;
  for (std::size_t bound = most; bound >= kLeastBound; bound = bound > kStep ? bound - kStep : 0) {
    const std::size_t up = std::min(bound, std::max<std::size_t>(used(positive), 1));
    const std::size_t down = std::min(bound, std::max<std::size_t>(used(negative), 1));
    const double span = (positive.empty() ? 0 : static_cast<double>(up)) + (negative.empty() ? 0 : static_cast<double>(down));
    const auto groups = [&](std::size_t bins) { return std::max(1.0, options.levels * static_cast<double>(bins) / span); };
    // Counts that were cut are in P but not in Q; both are made shares by their own sums.
    double kept = 0;
    for (std::size_t i = 0; i < up && i < positive.size(); ++i) kept += positive[i];
    for (std::size_t i = 0; i < down && i < negative.size(); ++i) kept += negative[i];
    if (kept == 0) break;
    const double counts = side_divergence(positive, up, groups(up)) + side_divergence(negative, down, groups(down));
    const double divergence = counts / total + std::log(kept / total);
    if (best_bound == 0 || divergence < best) best = divergence, best_bound = bound;
  }
  if (best_bound == 0) return whole;
  const double bound = static_cast<double>(best_bound) * width;
  return {std::max(whole.low, -bound), std::min(whole.high, bound)};
}

}  // namespace

extern const ObserverDef observer_entropy{.doc = "the range whose rounded values keep the most information about the real ones",
                                          .source = "Migacz 2017, 8-bit inference with TensorRT",
                                          .range = range};

}  // namespace thimble
