// What ResultsView is built from: the report of a job, which candidate is looked at, and pictures of the samples it is about.
#pragma once

#include <string>
#include <vector>

#include "core/report/optimize_report.h"
#include "core/view/picture.h"
#include "core/view/views.h"

namespace thimble {

struct ResultsInfo {
  const OptimizeReport* report = nullptr;
  std::string chosen;                     // a candidate's id; empty: none
  std::vector<std::string> class_names;
  std::vector<Picture> pictures;          // of report->disagreements, in their order; may be shorter
};

ViewBytes build_results_view(const ResultsInfo& results);

// Its plot: score against flash (without a target: constants).
std::unique_ptr<view::ScatterT> build_scatter(const OptimizeReport& report);

// Flash of the candidate on the report's target: constants and code; without a target its constants alone.
std::optional<double> flash_bytes_of(const CandidateReport& candidate);

}  // namespace thimble
