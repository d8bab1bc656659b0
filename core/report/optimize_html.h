// optimize_html: an OptimizeReport as one HTML file that needs nothing else: no script, no font, no picture from elsewhere.
//   The same report gives the same bytes. All text of the report is escaped; a content security policy forbids loading.
#pragma once

#include <string>

#include "core/report/optimize_report.h"

namespace thimble {

std::string optimize_html(const OptimizeReport& report);

}  // namespace thimble
