// mse: the range of least mean square error (quantization_error), searched on a grid of shares of the least and the largest
//   value, one end after the other until neither moves.
#include <cmath>

#include "core/quantization/observer_def.h"

namespace thimble {
namespace {

constexpr int kGrid = 128;
constexpr int kRounds = 8;

// Counts, sums and square sums of one side up to each bin, so that an end is judged without walking over the bins.
struct Side {
  std::vector<double> count, sum, squares;
  double width = 0;

  Side(std::span<const std::int64_t> bins, double bin_width) : count{0}, sum{0}, squares{0}, width(bin_width) {
    for (std::size_t i = 0; i < bins.size(); ++i) {
      const double n = static_cast<double>(bins[i]), middle = (static_cast<double>(i) + 0.5) * width;
      count.push_back(count.back() + n);
      sum.push_back(sum.back() + n * middle);
      squares.push_back(squares.back() + n * middle * middle);
    }
  }
  // Of the bins whose middle is not over `bound`; and the error of the others, clipped there.
  double inside(double bound) const { return count[first_over(bound)]; }
  double clipped(double bound) const {
    const std::size_t from = first_over(bound);
    return (squares.back() - squares[from]) - 2 * bound * (sum.back() - sum[from]) + bound * bound * (count.back() - count[from]);
  }

 private:
  std::size_t first_over(double bound) const {
    if (width == 0 || bound < 0.5 * width) return 0;
    return std::min(static_cast<std::size_t>(std::floor(bound / width - 0.5)) + 1, count.size() - 1);
  }
};

struct Search {
  Side negative, positive;
  int levels;

  double error(double low, double high) const {
    const double step = (high - low) / levels;
    const double noise = step * step / 12 * (negative.inside(-low) + positive.inside(high));
    return noise + negative.clipped(-low) + positive.clipped(high);
  }
};

Range range(const Histogram& histogram, const ObserverOptions& options) {
  const Range whole = with_zero(static_cast<double>(histogram.least()), static_cast<double>(histogram.largest()), options.symmetric);
  const double width = static_cast<double>(histogram.width());
  const Search search{Side(histogram.negative(), width), Side(histogram.positive(), width), options.levels};
  int low = kGrid, high = kGrid;  // in parts of the whole range
  const auto at = [&](int l, int h) { return search.error(whole.low * l / kGrid, whole.high * h / kGrid); };
  for (int round = 0; round < kRounds; ++round) {
    const int low_before = low, high_before = high;
    double best = at(low, high);
    for (int h = kGrid; h >= 1; --h) {
      const double error = options.symmetric ? at(h, h) : at(low, h);
      if (error < best) best = error, high = h, low = options.symmetric ? h : low;
    }
    for (int l = kGrid; l >= 0 && !options.symmetric; --l) {
      const double error = at(l, high);
      if (error < best) best = error, low = l;
    }
    if (low == low_before && high == high_before) break;
  }
  return {whole.low * low / kGrid, whole.high * high / kGrid};
}

}  // namespace

extern const ObserverDef observer_mse{.doc = "the range with the least mean square error of the rounded and clipped values",
                                      .source = "Sung et al. 2015, arXiv:1511.06488",
                                      .range = range};

}  // namespace thimble
