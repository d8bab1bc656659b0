// Scores of a candidate as figures: which score stands for accuracy, its interval, and how far it is from the baseline.
#pragma once

#include <string_view>
#include <vector>

#include "core/report/optimize_report.h"
#include "core/view/figures.h"

namespace thimble {

enum class Score : std::uint8_t { none, top1, auc, mse, agreement, sqnr };

Score score_of(std::string_view name);        // OptimizeReport::score; "none" and what is not known: none
Score best_score(const Metrics& metrics);     // the most telling one that is there
std::string_view score_title(Score score);    // "Accuracy", "AUC", "Mean squared error", "Agreement with float", "SQNR"
bool is_share(Score score);                   // shown in percent

// With its interval; null: the score has none, or is not known.
const Estimate* score_estimate(const Metrics& metrics, Score score);
double score_unit(Score score);               // what a figure shows for 1: 100 where it is in percent

FigurePtr score_figure(const Metrics& metrics, Score score);
// In points of percent for shares; with sign, minus where it is worse.
FigurePtr drop_figure(const CandidateReport& candidate, Score score);
// The figures that say most of one candidate: score, change against float, memory, and time where there is a target.
std::vector<FactPtr> short_facts(const CandidateReport& candidate);
// Sort value of a score: what a plot puts on its axis (percent for shares).
std::optional<double> score_value(const Metrics& metrics, Score score);

}  // namespace thimble
