#include "native/cli/show_report.h"

#include <algorithm>
#include <cstdio>

#include "core/base/text.h"
#include "core/report/candidate_needs.h"
#include "native/cli/table.h"

namespace thimble::cli {
namespace {

std::string score_title(const std::string& score) {
  if (score == "top1") return ">accuracy (95 % interval)";
  if (score == "auc") return ">AUC (95 % interval)";
  if (score == "mse") return ">mean square error (95 % interval)";
  if (score == "agreement") return ">agrees with float (95 % interval)";
  return score == "sqnr" ? ">SQNR" : ">accuracy";
}

std::string state_of(const OptimizeReport& report, const CandidateReport& candidate) {
  if (candidate.failed) return "failed";
  if (candidate.collapsed) return "collapsed";
  if (candidate.id == report.recommendation.candidate) return "<- recommended";
  if (!candidate.broken_limits.empty()) {
    const std::string& broken = candidate.broken_limits[0];
    return (broken.find(", limit ") == std::string::npos ? "" : "breaks ") + broken;
  }
  return "";
}

std::string flash_text(const CandidateReport& candidate) {
  const std::optional<FlashFigure> flash = flash_figure(candidate);
  if (!flash) return "-";
  const bool estimated = flash->with_code && candidate.targets[0].code_bytes.provenance != Provenance::exact;
  return (estimated ? "~" : "") + bytes_text(flash->bytes) + (flash->with_code || candidate.targets.empty() ? "" : " + code");
}

std::string latency_text(const CandidateReport& candidate) {
  const std::optional<double> latency = latency_figure(candidate);
  return latency ? "~" + milliseconds_text(*latency) : "-";
}

std::string score_cell(const Metrics& metrics, const std::string& score) {
  const std::string text = score_text(metrics, score);
  return text.empty() ? "-" : text;
}

// As code is: a candidate that cannot be compiled has none.
bool stack_is_known(const OptimizeReport& report) {
  return std::ranges::any_of(report.candidates, [](const CandidateReport& candidate) {
    return !candidate.targets.empty() && candidate.targets[0].stack_bytes.provenance != Provenance::unknown;
  });
}

}  // namespace

void print_list(const char* title, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  std::printf("\n%s\n", title);
  for (const std::string& line : lines) std::printf("  %s\n", line.c_str());
}

void print_candidates(const OptimizeReport& report) {
  Table table({"candidate", score_title(report.score), cat(">", points_name(report.score)), ">flash", ">RAM", ">latency", ">file", ""});
  if (report.baseline.samples > 0)
    table.row({"float model", score_cell(report.baseline, report.score), "", "", "", "", bytes_text(report.baseline_bytes), "as given"});
  for (const CandidateReport& candidate : report.candidates) {
    const std::optional<double> lost = points_lost(candidate);
    const std::optional<std::int64_t> ram = ram_figure(candidate);
    const std::int64_t file = candidate.tflite_bytes > 0 ? candidate.tflite_bytes : candidate.onnx_bytes;
    table.row({candidate.id, score_cell(candidate.metrics, report.score), lost ? format("%+.2f", -*lost + 0.0) : "-", flash_text(candidate),
               ram ? bytes_text(*ram) : "-", latency_text(candidate), file > 0 ? bytes_text(file) : "-", state_of(report, candidate)});
  }
  table.print();
  std::printf("\nflash: %s; RAM: %s; ~ marks estimates; KiB = 1024 bytes\n",
              report.target.empty() ? "constants, exact, without code (name a --target for all of it)" : "constants, exact, and code",
              stack_is_known(report) ? "the arena, exact, and the stack, measured" : "the arena, exact, without the stack");
}

void print_recommendation(const OptimizeReport& report) {
  const Recommendation& recommendation = report.recommendation;
  std::printf("\n%s\n", recommendation.sentence.c_str());
  for (const std::string& reason : recommendation.reasons) std::printf("  - %s\n", reason.c_str());
  print_list(recommendation.candidate.empty() ? "Why none" : "Why not the others", recommendation.why_not);
  print_list("What to change", recommendation.advice);
  print_list("Warnings", report.warnings);
  print_list("Notes", report.notes);
}

}  // namespace thimble::cli
