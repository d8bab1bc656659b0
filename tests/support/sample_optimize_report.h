// A report with something in every field, as a job on a small network would give it: for tests of what shows and stores reports.
#pragma once

#include "core/report/optimize_report.h"

namespace thimble::test {

OptimizeReport sample_optimize_report();

}  // namespace thimble::test
