#include "core/report/optimize_html_parts.h"

#include "core/base/option_spec.h"
#include "core/base/text.h"
#include "core/report/candidate_needs.h"
#include "core/report/html_text.h"
#include "core/report/model_report_json.h"
#include "core/report/svg_plots.h"

namespace thimble::html {
namespace {

std::string list(const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string out = "<ul>";
  for (const std::string& item : items) out += "<li>" + html_text(item) + "</li>";
  return out + "</ul>";
}

std::string titled(std::string_view title, const std::string& content) {
  return content.empty() ? std::string() : cat("<div><h3>", title, "</h3>", content, "</div>");
}

std::string cell(const std::string& content, bool number = true) { return cat(number ? "<td class=\"n\">" : "<td>", content, "</td>"); }

std::string dash() { return "<span class=\"muted\">-</span>"; }

std::string flash_cell(const CandidateReport& candidate) {
  const std::optional<FlashFigure> flash = flash_figure(candidate);
  if (!flash) return dash();
  const std::string source = flash->with_code ? "constants exact; code: " + candidate.targets[0].code_bytes.source
                                              : "constants, exact as the generated code lays them out; code is not counted";
  return quantity(bytes_text(flash->bytes) + (flash->with_code || candidate.targets.empty() ? "" : " + code"),
                  flash->with_code ? candidate.targets[0].code_bytes.provenance : Provenance::exact, source);
}

std::string ram_cell(const CandidateReport& candidate) {
  const std::optional<std::int64_t> ram = ram_figure(candidate);
  if (!ram) return dash();
  const std::string arena = "the arena, exact as the generated code allocates it";
  if (candidate.targets.empty() || candidate.targets[0].stack_bytes.provenance == Provenance::unknown)
    return quantity(bytes_text(*ram), Provenance::exact, arena + "; the stack is not counted");
  const Quantity& stack = candidate.targets[0].stack_bytes;
  return quantity(bytes_text(*ram), stack.provenance, arena + "; stack: " + stack.source);
}

std::string latency_cell(const CandidateReport& candidate) {
  const std::optional<double> latency = latency_figure(candidate);
  if (!latency) return dash();
  const Quantity& figure = candidate.targets[0].latency_ms;
  return quantity(format("%.3g ms", *latency), figure.provenance, format("%.3g to %.3g ms; ", figure.low, figure.high) + figure.source);
}

std::string accuracy_cell(const OptimizeReport& report, const CandidateReport& candidate) {
  const std::string text = score_text(candidate.metrics, report.score);
  if (text.empty()) return dash();
  return quantity(text, Provenance::measured, cat(samples_text(candidate.metrics), ", judged by the ", candidate.metrics.judge));
}

std::string drop_cell(const CandidateReport& candidate) {
  const std::optional<double> lost = points_lost(candidate);
  if (!lost) return dash();
  const double change = -*lost + 0.0;
  return cat("<span class=\"", change < -1 ? "bad" : change < -0.3 ? "attention" : "", "\">", format("%+.2f", change), "</span>");
}

// A word beside every colour.
std::string state_cell(const OptimizeReport& report, const CandidateReport& candidate) {
  if (candidate.failed) return "<span class=\"bad\">failed</span>";
  if (candidate.collapsed) return "<span class=\"bad\">collapsed</span>";
  if (candidate.id == report.recommendation.candidate) return "<span class=\"good\">recommended</span>";
  if (!candidate.broken_limits.empty()) return "<span class=\"attention\">breaks a limit</span>";
  return candidate.on_front ? "on the front" : "";
}

std::string baseline_row(const OptimizeReport& report) {
  const std::string text = score_text(report.baseline, report.score);
  return cat("<tr><td>float model, as given</td>",
             cell(text.empty() ? dash() : quantity(text, Provenance::measured, report.baseline.judge)), cell(""), cell(""), cell(""),
             cell(""), cell(bytes_text(report.baseline_bytes)), cell("", false), "</tr>");
}

std::string candidate_row(const OptimizeReport& report, const CandidateReport& candidate, std::size_t index) {
  const bool chosen = candidate.id == report.recommendation.candidate;
  const std::int64_t file = candidate.tflite_bytes > 0 ? candidate.tflite_bytes : candidate.onnx_bytes;
  return cat(chosen ? "<tr class=\"chosen\">" : "<tr>", "<td><span class=\"swatch\" style=\"background:", plot_colour(index), "\"></span>",
             html_text(candidate.title), " <small>", html_text(candidate.id), "</small></td>", cell(accuracy_cell(report, candidate)),
             cell(drop_cell(candidate)), cell(flash_cell(candidate)), cell(ram_cell(candidate)), cell(latency_cell(candidate)),
             cell(file > 0 ? bytes_text(file) : dash()), cell(state_cell(report, candidate), false), "</tr>");
}

}  // namespace

std::string quantity(const std::string& text, Provenance provenance, const std::string& source) {
  return cat("<span title=\"", html_text(std::string(provenance_name(provenance)) + (source.empty() ? "" : ": " + source)),
             "\"><span class=\"dot ", provenance_name(provenance), "\"></span>", html_text(text), "</span>");
}

std::string score_name(const std::string& score) {
  if (score == "top1") return "accuracy";
  if (score == "auc") return "AUC";
  if (score == "mse") return "mean square error";
  if (score == "agreement") return "same class as float";
  return score == "sqnr" ? "SQNR" : "accuracy";
}

std::string recommendation_card(const OptimizeReport& report) {
  const Recommendation& recommendation = report.recommendation;
  return cat("<section class=\"card ", recommendation.candidate.empty() ? "none" : "chosen", "\"><h1>", html_text(recommendation.sentence),
             "</h1><div class=\"columns\">", titled("Why", list(recommendation.reasons)),
             titled(recommendation.candidate.empty() ? "Why none" : "Why not the others", list(recommendation.why_not)),
             titled("What to change", list(recommendation.advice)), "</div></section>");
}

std::string candidate_table(const OptimizeReport& report) {
  std::string out = cat("<div class=\"scroll\"><table><thead><tr><th>candidate</th><th class=\"n\">", score_name(report.score),
                        report.score == "sqnr" || report.score == "none" ? "" : ", 95 % interval", "</th><th class=\"n\">",
                        points_name(report.score), "</th>",
                        "<th class=\"n\">flash</th><th class=\"n\">RAM</th><th class=\"n\">latency</th><th "
                        "class=\"n\">file</th><th>state</th></tr></thead><tbody>");
  if (report.baseline.samples > 0) out += baseline_row(report);
  for (std::size_t i = 0; i < report.candidates.size(); ++i) out += candidate_row(report, report.candidates[i], i);
  return out + "</tbody></table></div>";
}

std::string candidate_details(const OptimizeReport& report) {
  std::string out;
  for (const CandidateReport& candidate : report.candidates) {
    std::vector<std::string> lines;
    if (!candidate.failed && candidate.seconds > 0) lines.push_back(format("made and judged in %.1f s", candidate.seconds));
    if (candidate.failed) lines.push_back("failed: " + candidate.failure);
    if (candidate.collapsed) lines.push_back("collapsed: " + candidate.collapse_reason);
    for (const std::string& limit : candidate.broken_limits) lines.push_back("limit: " + limit);
    for (const std::string& warning : candidate.warnings) lines.push_back("warning: " + warning);
    lines.insert(lines.end(), candidate.notes.begin(), candidate.notes.end());
    out += cat("<details", candidate.id == report.recommendation.candidate ? " open" : "", "><summary>", html_text(candidate.title),
               " <span class=\"muted\">", html_text(join(option_words(candidate.options), ", ")), "</span></summary>", list(lines),
               "</details>");
  }
  return out;
}

}  // namespace thimble::html
