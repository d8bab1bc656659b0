#include "core/quantization/observer_def.h"

namespace thimble {
namespace {

Range range(const Histogram& histogram, const ObserverOptions& options) {
  return with_zero(static_cast<double>(histogram.least()), static_cast<double>(histogram.largest()), options.symmetric);
}

}  // namespace

extern const ObserverDef observer_minmax{
    .doc = "from the least to the largest value seen", .source = "Jacob et al. 2018, arXiv:1712.05877", .range = range};

}  // namespace thimble
