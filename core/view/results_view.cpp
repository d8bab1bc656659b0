// ResultsView: the recommendation first, then every candidate against the float baseline, then where they differ.
#include "core/view/results_view.h"

#include <algorithm>
#include <cmath>

#include "core/base/counts.h"
#include "core/base/option_spec.h"
#include "core/base/text.h"
#include "core/view/candidate_figures.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"

namespace thimble {

namespace {

std::vector<std::string> shown(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const std::string& text : texts) out.push_back(printable(text, 600));
  return out;
}

// Above this a layer adds no error that an 8-bit output could show.
constexpr double kCleanDb = 60;

std::vector<std::unique_ptr<view::LayerBarT>> layer_bars(const CandidateReport& candidate) {
  std::vector<const LayerSensitivity*> order;
  for (const LayerSensitivity& layer : candidate.sensitivity) order.push_back(&layer);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->output_sqnr_db != b->output_sqnr_db ? a->output_sqnr_db < b->output_sqnr_db : a < b;  // ties as in the network
  });
  std::vector<std::unique_ptr<view::LayerBarT>> out;
  for (const LayerSensitivity* layer : order) {
    auto row = std::make_unique<view::LayerBarT>();
    row->layer = printable(layer->layer, 200);
    row->op = layer->op;
    const double db = layer->output_sqnr_db;
    const FigureStyle style{.share = std::clamp((kCleanDb - db) / kCleanDb, 0.0, 1.0),
                            .meaning = db < 10   ? view::Meaning::bad
                                       : db < 20 ? view::Meaning::attention
                                                 : view::Meaning::neutral,
                            .tip = "Measured: the network's output against float when only this layer is quantized; higher is better"};
    const auto decibels = [](double value) { return std::isfinite(value) ? format("%.1f", value) : std::string("exact"); };
    row->output_sqnr = number_figure(decibels(db), std::isfinite(db) ? "dB" : "", db, view::Origin::measured, style);
    row->own_sqnr = number_figure(decibels(layer->sqnr_db), std::isfinite(layer->sqnr_db) ? "dB" : "", layer->sqnr_db,
                                  view::Origin::measured, {.tip = "Measured: its own output, all layers before it quantized"});
    row->repair = printable(layer->repair);
    out.push_back(std::move(row));
  }
  return out;
}

Quantity sum_of(double exact, const Quantity& rest) {
  Quantity out = rest;
  out.value += exact;
  out.low += exact;
  out.high += exact;
  return out;
}

const TargetReport* target_of(const CandidateReport& candidate) { return candidate.targets.empty() ? nullptr : &candidate.targets.front(); }

FigurePtr flash_figure(const CandidateReport& candidate) {
  const TargetReport* target = target_of(candidate);
  if (!target || target->code_bytes.provenance == Provenance::unknown)
    return bytes_figure(candidate.constant_bytes, {.tip = "Exact: weights and tables; code is not counted"});
  return quantity_figure(sum_of(static_cast<double>(target->constant_bytes), target->code_bytes), "B");
}

FigurePtr ram_figure(const CandidateReport& candidate) {
  const TargetReport* target = target_of(candidate);
  if (!target || target->stack_bytes.provenance == Provenance::unknown)
    return bytes_figure(candidate.arena_bytes, {.tip = "Exact: the arena; the stack is not counted"});
  return quantity_figure(sum_of(static_cast<double>(target->arena_bytes), target->stack_bytes), "B");
}

FigurePtr target_figure(const CandidateReport& candidate, Quantity TargetReport::* figure, std::string_view unit) {
  const TargetReport* target = target_of(candidate);
  return target ? quantity_figure(target->*figure, unit) : unknown_figure("Choose a target, and it is estimated for that");
}

struct Verdict {
  std::string text;
  view::Meaning meaning;
};

Verdict verdict_of(const CandidateReport& candidate, const OptimizeReport& report) {
  if (candidate.failed) return {"failed", view::Meaning::bad};
  if (candidate.collapsed) return {"collapsed", view::Meaning::bad};
  if (candidate.id == report.recommendation.candidate) return {"recommended", view::Meaning::good};
  if (!candidate.broken_limits.empty()) return {printable(join(candidate.broken_limits, "; "), 200), view::Meaning::attention};
  return {candidate.meets_limits ? "meets the limits" : "breaks a limit",
          candidate.meets_limits ? view::Meaning::neutral : view::Meaning::attention};
}

std::vector<FactPtr> candidate_facts(const CandidateReport& candidate) {
  std::vector<FactPtr> out;
  const Metrics& metrics = candidate.metrics;
  if (metrics.top1) out.push_back(fact("Accuracy (top-1)", score_figure(metrics, Score::top1)));
  if (metrics.top5) {
    Metrics five = metrics;
    five.top1 = metrics.top5;
    out.push_back(fact("Accuracy (top-5)", score_figure(five, Score::top1)));
  }
  if (metrics.auc) out.push_back(fact("AUC", score_figure(metrics, Score::auc)));
  if (metrics.mse) out.push_back(fact("Mean squared error", score_figure(metrics, Score::mse)));
  if (metrics.agreement) out.push_back(fact("Same class as float", score_figure(metrics, Score::agreement)));
  if (metrics.sqnr_db) out.push_back(fact("SQNR of the outputs", score_figure(metrics, Score::sqnr)));
  if (metrics.samples > 0) out.push_back(fact("Judged on", count_figure(metrics.samples)));
  if (!metrics.judge.empty()) out.push_back(fact("Judged by", text_figure(metrics.judge)));
  out.push_back(fact("Constants", bytes_figure(candidate.constant_bytes)));
  out.push_back(fact("Arena", bytes_figure(candidate.arena_bytes)));
  if (candidate.macs > 0) out.push_back(fact("MACs", count_figure(candidate.macs)));
  if (const TargetReport* target = target_of(candidate)) {
    out.push_back(fact("Target", text_figure(target->board)));
    out.push_back(fact("Energy", quantity_figure(target->energy_mj, "mJ")));
  }
  if (candidate.tflite_bytes > 0) out.push_back(fact("As .tflite", bytes_figure(candidate.tflite_bytes)));
  if (candidate.onnx_bytes > 0) out.push_back(fact("As .onnx", bytes_figure(candidate.onnx_bytes)));
  return out;
}

std::unique_ptr<view::CandidateT> candidate_row(const OptimizeReport& report, const CandidateReport& candidate) {
  auto out = std::make_unique<view::CandidateT>();
  const Score score = score_of(report.score);
  const Verdict verdict = verdict_of(candidate, report);
  out->id = candidate.id;
  out->technique = candidate.technique;
  out->title = printable(candidate.title);
  out->verdict = verdict.text;
  out->meaning = verdict.meaning;
  out->failed = candidate.failed;
  out->recommended = candidate.id == report.recommendation.candidate;
  out->on_front = candidate.on_front;
  std::vector<std::string> options = option_words(candidate.options);
  for (std::string& option : options) option = printable(option);
  out->options = join(options, "\n");
  out->seconds = number_figure(three_digits(candidate.seconds), "s", candidate.seconds, view::Origin::measured,
                               {.tip = "Measured here: to make and to judge it"});
  for (const std::string& text : report.recommendation.why_not) {
    if (text.starts_with(candidate.id + ":") || text.starts_with(candidate.title + ":")) out->why_not = printable(text, 600);
  }
  if (candidate.failed) {
    const auto none = [&] { return unknown_figure("It could not be made"); };
    out->accuracy = none(), out->drop = none(), out->flash = none(), out->ram = none(), out->latency = none(), out->file_size = none();
    out->warnings = {printable(candidate.failure, 600)};
    return out;
  }
  out->accuracy = score_figure(candidate.metrics, score);
  out->drop = drop_figure(candidate, score);
  out->flash = flash_figure(candidate);
  out->ram = ram_figure(candidate);
  out->latency = target_figure(candidate, &TargetReport::latency_ms, "ms");
  out->file_size = candidate.tflite_bytes > 0 ? bytes_figure(candidate.tflite_bytes) : unknown_figure("It cannot be a .tflite");
  out->facts = candidate_facts(candidate);
  out->notes = shown(candidate.notes);
  out->warnings = shown(candidate.warnings);
  if (candidate.collapsed) out->warnings.insert(out->warnings.begin(), printable("Collapsed: " + candidate.collapse_reason, 600));
  out->layers = layer_bars(candidate);
  return out;
}

std::string class_text(const std::vector<std::string>& names, std::int32_t index) {
  if (index < 0) return "none";
  return static_cast<std::size_t>(index) < names.size() ? printable(names[static_cast<std::size_t>(index)]) : std::to_string(index);
}

// Softmax outputs are shares; what is beyond 0 to 1 is a raw score.
std::string guess_text(const std::vector<std::string>& names, std::int32_t index, float score) {
  const std::string text = class_text(names, index);
  return score >= 0 && score <= 1 ? text + format(" (%.0f %%)", 100 * static_cast<double>(score)) : text;
}

void add_disagreements(view::ResultsViewT& out, const ResultsInfo& results) {
  const OptimizeReport& report = *results.report;
  SheetBuilder sheet;
  for (std::size_t i = 0; i < report.disagreements.size(); ++i) {
    const SampleDisagreement& sample = report.disagreements[i];
    auto row = std::make_unique<view::DisagreementT>();
    row->name = printable(sample.name, 200);
    if (sample.label >= 0) row->label = class_text(results.class_names, sample.label);
    row->float_text = guess_text(results.class_names, sample.float_class, sample.float_score);
    row->candidate_text = guess_text(results.class_names, sample.candidate_class, sample.candidate_score);
    row->float_right = sample.label >= 0 && sample.float_class == sample.label;
    row->candidate_right = sample.label >= 0 && sample.candidate_class == sample.label;
    if (i < results.pictures.size()) row->seen = sheet.add(results.pictures[i]);
    out.disagreements.push_back(std::move(row));
  }
  out.sheet = std::move(sheet).finish();
  const auto found = std::find_if(report.candidates.begin(), report.candidates.end(),
                                  [&](const CandidateReport& candidate) { return candidate.id == results.chosen; });
  if (found == report.candidates.end() || !found->metrics.agreement) return;
  const Metrics& metrics = found->metrics;
  const auto differ = static_cast<std::int64_t>(std::llround((1 - metrics.agreement->value) * static_cast<double>(metrics.samples)));
  out.disagreement_text =
      differ == 0 ? "On all " + counted(metrics.samples, "sample") + " " + printable(found->title) + " and float answer the same class."
                  : "On " + grouped(differ) + " of " + counted(metrics.samples, "sample") + " " + printable(found->title) +
                        " and float answer different classes.";
}

std::vector<FactPtr> baseline_facts(const OptimizeReport& report) {
  std::vector<FactPtr> out;
  if (report.candidates.size() == 1 && report.candidates[0].technique == kAsGiven) return out;
  const Score score = score_of(report.score);
  out.push_back(fact(std::string(score_title(score == Score::none ? best_score(report.baseline) : score)),
                     score_figure(report.baseline, score == Score::none ? best_score(report.baseline) : score)));
  out.push_back(fact("Size", bytes_figure(report.baseline_bytes)));
  if (report.baseline.samples > 0) out.push_back(fact("Judged on", count_figure(report.baseline.samples)));
  return out;
}

}  // namespace

std::optional<double> flash_bytes_of(const CandidateReport& candidate) {
  const TargetReport* target = target_of(candidate);
  if (!target) return static_cast<double>(candidate.constant_bytes);
  const bool known = target->code_bytes.provenance != Provenance::unknown;
  return static_cast<double>(target->constant_bytes) + (known ? target->code_bytes.value : 0);
}

ViewBytes build_results_view(const ResultsInfo& results) {
  const OptimizeReport& report = *results.report;
  const Recommendation& recommendation = report.recommendation;
  view::ResultsViewT out;
  out.title = printable(report.model_file, 200);
  out.subtitle = report.data_summary.empty() ? "No data: sizes and speed only, nothing was judged" : printable(report.data_summary, 200);
  out.sentence = printable(recommendation.sentence, 600);
  out.meaning = recommendation.candidate.empty() ? view::Meaning::attention : view::Meaning::good;
  out.recommended = recommendation.candidate;
  out.chosen = results.chosen;
  const Score score = score_of(report.score);
  out.score = score == Score::none ? "not judged" : std::string(score_title(score));
  out.reasons = shown(recommendation.reasons);
  out.why_not = shown(recommendation.why_not);
  out.advice = shown(recommendation.advice);
  out.warnings = shown(report.warnings);
  out.notes = shown(report.notes);
  out.baseline = baseline_facts(report);
  for (const CandidateReport& candidate : report.candidates) out.candidates.push_back(candidate_row(report, candidate));
  out.scatter = build_scatter(report);
  add_disagreements(out, results);
  return pack_view<view::ResultsView>(out);
}

}  // namespace thimble
