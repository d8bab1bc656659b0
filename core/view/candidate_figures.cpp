#include "core/view/candidate_figures.h"

#include <cmath>

#include "core/base/text.h"
#include "core/report/candidate_needs.h"

namespace thimble {

namespace {

// As many decimals as the number of samples can carry.
int share_decimals(std::int64_t samples) { return samples >= 2000 ? 2 : 1; }

std::string judged_by(const Metrics& metrics) {
  return " on " + samples_text(metrics) + (metrics.judge.empty() ? "" : ", by " + metrics.judge);
}

}  // namespace

const Estimate* score_estimate(const Metrics& metrics, Score score) {
  switch (score) {
    case Score::top1: return score_estimate(metrics, "top1");
    case Score::auc: return score_estimate(metrics, "auc");
    case Score::mse: return score_estimate(metrics, "mse");
    case Score::agreement: return score_estimate(metrics, "agreement");
    case Score::sqnr:
    case Score::none: break;
  }
  return nullptr;
}

double score_unit(Score score) { return is_share(score) ? 100 : 1; }

Score score_of(std::string_view name) {
  if (name == "top1") return Score::top1;
  if (name == "auc") return Score::auc;
  if (name == "mse") return Score::mse;
  if (name == "agreement") return Score::agreement;
  if (name == "sqnr") return Score::sqnr;
  return Score::none;
}

Score best_score(const Metrics& metrics) {
  if (metrics.top1) return Score::top1;
  if (metrics.auc) return Score::auc;
  if (metrics.mse) return Score::mse;
  if (metrics.agreement) return Score::agreement;
  if (metrics.sqnr_db) return Score::sqnr;
  return Score::none;
}

std::string_view score_title(Score score) {
  switch (score) {
    case Score::top1: return "Accuracy";
    case Score::auc: return "AUC";
    case Score::mse: return "Mean squared error";
    case Score::agreement: return "Agreement with float";
    case Score::sqnr: return "SQNR";
    case Score::none: break;
  }
  return "Accuracy";
}

bool is_share(Score score) { return score == Score::top1 || score == Score::agreement; }

std::optional<double> score_value(const Metrics& metrics, Score score) {
  if (const Estimate* found = score_estimate(metrics, score)) return score_unit(score) * found->value;
  return score == Score::sqnr ? metrics.sqnr_db : std::nullopt;
}

FigurePtr score_figure(const Metrics& metrics, Score score) {
  const auto value = score_value(metrics, score);
  if (!value) return unknown_figure("Not judged: there are no samples, or none with labels or targets");
  const auto text = [&](double number) {
    if (is_share(score)) return format("%.*f", share_decimals(metrics.samples), number);
    return score == Score::auc ? format("%.4f", number) : score == Score::sqnr ? format("%.1f", number) : three_digits(number);
  };
  const std::string unit = is_share(score) ? "%" : score == Score::sqnr ? "dB" : "";
  std::string tip = "Measured" + judged_by(metrics);
  if (const Estimate* found = score_estimate(metrics, score); found && found->low < found->high) {
    const double scale = score_unit(score);
    tip += "; with 95 % confidence " + text(scale * found->low) + " to " + text(scale * found->high) + (unit.empty() ? "" : " " + unit);
  }
  return number_figure(text(*value), unit, *value, view::Origin::measured, {.tip = tip});
}

FigurePtr drop_figure(const CandidateReport& candidate, Score score) {
  const std::optional<double> lost = points_lost(candidate);
  if (!lost) return unknown_figure("Not judged");
  const double change = -*lost;
  const bool worse = change < -1, bad = candidate.collapsed;
  const FigureStyle style{.meaning = bad     ? view::Meaning::bad
                                     : worse ? view::Meaning::attention
                                             : view::Meaning::neutral,
                          .tip = cat("Measured against the float model on the same samples",
                                     score == Score::mse ? ": percent of the targets' variance, points of R2" : "")};
  return number_figure(std::fabs(change) < 0.005 ? "0.00" : format("%+.2f", change), "pt", -change, view::Origin::measured, style);
}

std::vector<FactPtr> short_facts(const CandidateReport& candidate) {
  std::vector<FactPtr> out;
  const Score score = best_score(candidate.metrics);
  out.push_back(fact(score_title(score), score_figure(candidate.metrics, score)));
  if (points_lost(candidate)) out.push_back(fact("Against float", drop_figure(candidate, score)));
  out.push_back(fact("Constants", bytes_figure(candidate.constant_bytes)));
  out.push_back(fact("Arena", bytes_figure(candidate.arena_bytes)));
  if (!candidate.targets.empty()) out.push_back(fact("Latency", quantity_figure(candidate.targets[0].latency_ms, "ms")));
  return out;
}

}  // namespace thimble
