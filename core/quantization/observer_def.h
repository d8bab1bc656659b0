// ObserverDef: how the range of an activation is taken from its histogram. One file and one line in observers.def each.
//   range   real numbers, low <= 0 <= high: 0 is always exact after quantization
//   levels  how many numbers the type has for them: 255 for s8 (and u8), 65535 for s16
#pragma once

#include <span>
#include <string_view>

#include "core/quantization/histogram.h"

namespace thimble {

struct Range {
  double low = 0, high = 0;
  bool operator==(const Range&) const = default;
};

struct ObserverOptions {
  double percentile = 99.99;  // of the values, between both ends; by `percentile` only
  bool symmetric = false;     // s16: low = -high
  int levels = 255;           // steps between low and high
};

struct ObserverDef {
  std::string_view doc, source;
  Range (*range)(const Histogram& histogram, const ObserverOptions& options);
};

struct NamedObserver {
  std::string_view name;
  const ObserverDef* def;
};
std::span<const NamedObserver> all_observers();
const ObserverDef* find_observer(std::string_view name);

// `low` and `high` moved apart until they hold 0; symmetric ones until they are.
Range with_zero(double low, double high, bool symmetric);

// Mean square error of values clipped to `range` and rounded to `options.levels` steps: what was clipped, by the bins' middles,
// and step^2 / 12 of what was not (zeros, which stay exact, apart).
double quantization_error(const Histogram& histogram, const Range& range, int levels);

}  // namespace thimble
