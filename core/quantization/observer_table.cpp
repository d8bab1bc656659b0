#include <algorithm>
#include <cmath>

#include "core/quantization/observer_def.h"

namespace thimble {

#define THIMBLE_OBSERVER(name) extern const ObserverDef observer_##name;
#include "core/quantization/observers.def"
#undef THIMBLE_OBSERVER

namespace {

constexpr NamedObserver kObservers[] = {
#define THIMBLE_OBSERVER(name) {#name, &observer_##name},
#include "core/quantization/observers.def"
#undef THIMBLE_OBSERVER
};

// Square error of one side: `bound` is the distance from 0 at which it is clipped.
double side_error(std::span<const std::int64_t> bins, double width, double bound, double rounding) {
  double error = 0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i] == 0) continue;
    const double over = (static_cast<double>(i) + 0.5) * width - bound;
    error += static_cast<double>(bins[i]) * (over > 0 ? over * over : rounding);
  }
  return error;
}

}  // namespace

std::span<const NamedObserver> all_observers() { return kObservers; }

const ObserverDef* find_observer(std::string_view name) {
  for (const NamedObserver& observer : kObservers) {
    if (observer.name == name) return observer.def;
  }
  return nullptr;
}

Range with_zero(double low, double high, bool symmetric) {
  low = std::min(low, 0.0);
  high = std::max(high, 0.0);
  if (!symmetric) return {low, high};
  const double most = std::max(-low, high);
  return {-most, most};
}

double quantization_error(const Histogram& histogram, const Range& range, int levels) {
  if (histogram.total() == 0) return 0;
  const double step = (range.high - range.low) / levels;
  const double rounding = step * step / 12, width = static_cast<double>(histogram.width());
  return (side_error(histogram.positive(), width, range.high, rounding) + side_error(histogram.negative(), width, -range.low, rounding)) /
         static_cast<double>(histogram.total());
}

}  // namespace thimble
