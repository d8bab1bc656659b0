// read_optimize_report: the JSON of optimize_report_json.h as an OptimizeReport again, for `thimble report` and the page.
//   Hostile input: bounded by Json's limits; a field that is absent or of another kind has its default, so that reports of other
//   versions can still be read.
//   errors  bad_data: no JSON, or no report of `thimble optimize`
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/report/optimize_report.h"

namespace thimble {

Result<OptimizeReport> read_optimize_report(std::string_view json);

}  // namespace thimble
