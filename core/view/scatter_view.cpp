// The plot of ResultsView: candidates by flash and score, the front, the limits, with axes that end on nice numbers.
#include <algorithm>
#include <cmath>

#include "core/base/amounts.h"
#include "core/base/text.h"
#include "core/base/ticks.h"
#include "core/view/candidate_figures.h"
#include "core/view/results_view.h"

namespace thimble {

namespace {

struct Span {
  double low, high;
};

std::unique_ptr<view::AxisT> axis(std::string title, Span data, int wanted, double floor, double ceiling) {
  auto out = std::make_unique<view::AxisT>();
  out->title = std::move(title);
  const double least = std::max(std::fabs(data.high) * 0.002, 1e-9);
  if (data.high - data.low < least) data = {data.low - least, data.high + least};
  const double step = tick_step(data.high - data.low, wanted);
  out->low = std::max(std::floor(data.low / step - 0.25) * step, floor);
  out->high = std::min(std::ceil(data.high / step + 0.25) * step, ceiling);
  for (Tick& each : ticks_between(out->low, out->high, step)) {
    auto tick = std::make_unique<view::AxisTickT>();
    tick->at = each.at;
    tick->text = std::move(each.text);
    out->ticks.push_back(std::move(tick));
  }
  return out;
}

double infinity() { return std::numeric_limits<double>::infinity(); }

Span span_of(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

// Where the limits forbid: scores under `limit`, flash over it.
std::optional<double> score_limit(const OptimizeReport& report, Score score, std::optional<double> baseline) {
  std::optional<double> out;
  if (!is_share(score) && score != Score::auc) return out;
  if (report.limits.min_accuracy) out = score_unit(score) * *report.limits.min_accuracy;
  if (report.limits.accuracy_drop_points && baseline) {
    const double floor = *baseline - score_unit(score) * *report.limits.accuracy_drop_points / 100;
    out = out ? std::max(*out, floor) : floor;
  }
  return out;
}

std::unique_ptr<view::PointT> point(std::string name, double kib, const Metrics& metrics, Score score) {
  auto out = std::make_unique<view::PointT>();
  out->x = kib;
  out->y = out->y_low = out->y_high = *score_value(metrics, score);
  if (const Estimate* found = score_estimate(metrics, score)) {
    out->y_low = score_unit(score) * found->low;
    out->y_high = score_unit(score) * found->high;
  }
  const FigurePtr figure = score_figure(metrics, score);
  out->text = name + ": " + figure->text + (figure->unit.empty() ? "" : " " + figure->unit) + ", " +
              bytes_text(static_cast<std::int64_t>(std::llround(kib * 1024)));
  out->name = std::move(name);
  return out;
}

}  // namespace

std::unique_ptr<view::ScatterT> build_scatter(const OptimizeReport& report) {
  const Score score = score_of(report.score);
  auto out = std::make_unique<view::ScatterT>();
  const auto baseline = score_value(report.baseline, score);
  bool with_target = false;
  for (std::size_t i = 0; i < report.candidates.size(); ++i) {
    const CandidateReport& candidate = report.candidates[i];
    const auto flash = flash_bytes_of(candidate);
    // A collapsed one would press all the others into a line; the table names it.
    if (candidate.failed || candidate.collapsed || !flash || !score_value(candidate.metrics, score)) continue;
    with_target = with_target || !candidate.targets.empty();
    auto row = point(candidate.title, *flash / 1024, candidate.metrics, score);
    row->candidate = static_cast<std::int32_t>(i);
    row->on_front = candidate.on_front;
    row->recommended = candidate.id == report.recommendation.candidate;
    out->points.push_back(std::move(row));
  }
  if (out->points.empty()) return nullptr;
  if (baseline) {
    auto row = point("float", static_cast<double>(report.baseline_bytes) / 1024, report.baseline, score);
    row->candidate = -1;
    out->points.push_back(std::move(row));
  }
  std::sort(out->points.begin(), out->points.end(), [](const auto& a, const auto& b) { return a->x != b->x ? a->x < b->x : a->y < b->y; });

  std::vector<double> xs, ys;
  for (const auto& row : out->points) {
    xs.push_back(row->x);
    ys.insert(ys.end(), {row->y, row->y_low, row->y_high});
  }
  const auto y_limit = score_limit(report, score, baseline);
  if (report.limits.flash_bytes) xs.push_back(static_cast<double>(*report.limits.flash_bytes) / 1024);
  if (y_limit) ys.push_back(*y_limit);
  const std::string y_title = std::string(score_title(score)) + (is_share(score) ? ", %" : score == Score::sqnr ? ", dB" : "");
  out->x = axis(with_target ? "Flash, KiB" : "Constants, KiB", span_of(xs), 5, 0, infinity());
  out->y = axis(y_title, span_of(ys), 4, score == Score::sqnr ? -infinity() : 0,
                is_share(score)       ? 100.0
                : score == Score::auc ? 1.0
                                      : infinity());
  if (report.limits.flash_bytes) {
    out->x->limit = static_cast<double>(*report.limits.flash_bytes) / 1024;
    out->x->limit_text = "limit " + limit_text(*report.limits.flash_bytes);
  }
  if (y_limit) {
    out->y->limit = *y_limit;
    out->y->limit_text = "limit " + format("%.4g", *y_limit) + (is_share(score) ? " %" : "");
  }
  return out;
}

}  // namespace thimble
