// compare_candidates: figures against limits, against each other, and against the float model. Fills the fields of
//   CandidateReport that say how a candidate stands: accuracy_drop, collapsed, meets_limits, broken_limits, on_front.
//   Everything here is arithmetic on a finished report, so that it is tested row by row.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/candidate_needs.h"
#include "core/report/optimize_report.h"

namespace thimble {

// What accuracy means for this job, best first: "top1", "auc", "mse", "agreement", "sqnr", "none".
std::string choose_score(const Metrics& baseline, bool has_data, bool has_classes);

// points_lost() where they are known, else the share of noise in the output's power, in percent.
std::optional<double> loss_points(const CandidateReport& candidate);

inline constexpr double kNoRelaxing = 1e6;  // a device that is too small, a figure that is not known
struct BrokenLimit {
  std::string text;    // "flash 120 KiB, limit 100K (97.7 KiB)"
  std::string option;  // "--max-flash"
  std::string needed;  // "120.3K": what the limit would have to be; empty: not known, or no limit of the user's (the device)
  std::string what = {};   // "flash": for who has no options
  std::string remedy = {};  // where nobody can tell whether it is met: ", or name a --target": what helps beside leaving it out
  double times = kNoRelaxing;  // by what factor it is missed: what is nearest to all limits has the least product of them
};
// By `score` (choose_score); `least`: 0 to 1. Nothing: the limit is met, or there is none.
std::optional<BrokenLimit> broken_accuracy(const Metrics& metrics, const std::string& score, std::optional<double> least);
std::vector<BrokenLimit> broken_limits(const OptimizeReport& report, const CandidateReport& candidate);

inline constexpr double kCollapsePoints = 5, kCollapseSqnrDb = 10;
// Drop, collapse (explained by the layers whose output suffers most) and limits of one candidate; `not_finite`: samples that it
// answered NaN or infinity to.
void rate_candidate(const OptimizeReport& report, CandidateReport& candidate, std::int64_t not_finite);

// Marks who is on the Pareto front of loss, flash, RAM and (where all have one) latency. Failed and collapsed ones are not.
void mark_front(OptimizeReport& report);

}  // namespace thimble
