// candidate_needs: what a candidate scores and takes of a device, read off its report the same way by everybody who compares,
//   draws or prints it. Nothing: it is not known.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/report/optimize_report.h"

namespace thimble {

// The chosen score with its interval (top1, auc, mse, agreement). Null: it is another, or not known.
const Estimate* score_estimate(const Metrics& metrics, std::string_view score);
// Where it is a share (top1, auc, agreement): 0 to 1.
std::optional<double> score_share(const Metrics& metrics, std::string_view score);
// A number of that score as it is read: "98.90 %", "0.9876" (AUC), "0.0123" (mse).
std::string score_number(std::string_view score, double value);
// "98.20 to 99.35"; empty: of one sample.
std::string interval_text(std::string_view score, const Estimate& estimate);
// "98.90 % (98.20 to 99.35)", "31.2 dB"; empty: not known.
std::string score_text(const Metrics& metrics, std::string_view score);
// Points lost against the float model: of the share; of an mse, its growth in percent of the targets' variance, which are points of R2.
std::optional<double> points_lost(const CandidateReport& candidate);
std::string points_text(double points);  // "1 point", "0.5 points"
std::string_view points_name(std::string_view score);  // "points", "points of R2"
// "1000 samples that calibration did not see"
std::string samples_text(const Metrics& metrics);

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
