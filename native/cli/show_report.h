// show_report: an optimize report as people read it in a terminal.
#pragma once

#include "core/report/optimize_report.h"

namespace thimble::cli {

void print_candidates(const OptimizeReport& report);
void print_list(const char* title, const std::vector<std::string>& lines);  // nothing where there are no lines
void print_recommendation(const OptimizeReport& report);

}  // namespace thimble::cli
