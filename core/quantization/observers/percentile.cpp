#include "core/quantization/observer_def.h"

namespace thimble {
namespace {

Range range(const Histogram& histogram, const ObserverOptions& options) {
  const double cut = (1 - options.percentile / 100) / 2;
  return with_zero(histogram.quantile(cut), histogram.quantile(1 - cut), options.symmetric);
}

}  // namespace

extern const ObserverDef observer_percentile{.doc = "what holds a share of all values, the rest cut off in equal parts at both ends",
                                             .source = "McKinstry et al. 2018, arXiv:1809.04191",
                                             .range = range};

}  // namespace thimble
