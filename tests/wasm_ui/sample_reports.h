// Reports for the panels' tests: an ordinary network, an empty one, a huge one.
#pragma once

#include "core/report/model_report.h"

namespace thimble::test {

ModelReport ordinary_report();
ModelReport empty_report();
ModelReport huge_report(int layers);

}  // namespace thimble::test
