// candidate_needs: what a candidate scores and takes of a device, read off its report the same way by everybody who compares,
//   draws or prints it. Nothing: it is not known.
#pragma once

#include <optional>
#include <string>

#include "core/report/optimize_report.h"

namespace thimble {

// The chosen score where it is a share (top1, auc, agreement): 0 to 1.
std::optional<double> score_share(const Metrics& metrics, const std::string& score);

// Bytes in flash: constants and code where a target is known and its code can be told, else constants alone, else nothing.
struct FlashFigure {
  std::int64_t bytes = 0;
  bool with_code = false;
};
std::optional<FlashFigure> flash_figure(const CandidateReport& candidate);
// The same for comparing: constants alone unless the code of all that are compared can be told.
std::optional<std::int64_t> flash_bytes(const CandidateReport& candidate, bool with_code);
bool all_with_code(const OptimizeReport& report);  // of the candidates that did not fail
std::optional<std::int64_t> ram_figure(const CandidateReport& candidate);
std::optional<double> latency_figure(const CandidateReport& candidate);  // ms on the target

}  // namespace thimble
