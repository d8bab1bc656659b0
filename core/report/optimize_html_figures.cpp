#include <algorithm>

#include "core/base/text.h"
#include "core/report/candidate_needs.h"
#include "core/report/html_text.h"
#include "core/report/optimize_html_parts.h"
#include "core/report/svg_plots.h"

namespace thimble::html {
namespace {

constexpr double kLowSqnrDb = 20;  // a layer that takes the output below this alone is worth a look

std::string figure(const std::string& svg, std::string_view caption) {
  return cat("<figure>", svg, "<figcaption>", caption, "</figcaption></figure>");
}

// The score on the plot's axis: percent for shares.
double axis_unit(const std::string& score) { return score == "mse" ? 1 : 100; }

std::optional<double> score_value(const Metrics& metrics, const std::string& score) {
  if (const Estimate* found = score_estimate(metrics, score)) return found->value * axis_unit(score);
  return score == "sqnr" ? metrics.sqnr_db : std::nullopt;
}

const CandidateReport* recommended(const OptimizeReport& report) {
  for (const CandidateReport& candidate : report.candidates) {
    if (candidate.id == report.recommendation.candidate) return &candidate;
  }
  return nullptr;
}

// Whose sensitivity is shown: the recommended one's, else the first that has one.
const CandidateReport* with_sensitivity(const OptimizeReport& report) {
  const CandidateReport* chosen = recommended(report);
  if (chosen && !chosen->sensitivity.empty()) return chosen;
  for (const CandidateReport& candidate : report.candidates) {
    if (!candidate.sensitivity.empty()) return &candidate;
  }
  return nullptr;
}

std::string repair_of(const CandidateReport* candidate, const std::string& layer) {
  if (!candidate) return {};
  for (const LayerSensitivity& each : candidate->sensitivity) {
    // Layers are shown by the last parts of their path.
    if (each.layer == layer || each.layer.ends_with("/" + layer)) return each.repair;
  }
  return {};
}

std::string axis_name(const std::string& score) {
  const std::string name = score_name(score);
  if (score == "sqnr") return name + ", dB";
  return score == "mse" ? name : name + ", %";
}

}  // namespace

std::string accuracy_plot(const OptimizeReport& report) {
  ScatterPlot plot;
  plot.y_name = axis_name(report.score);
  const bool with_code = all_with_code(report);
  plot.x_name = with_code ? "flash: constants and code" : "constants in flash, without code";
  for (std::size_t i = 0; i < report.candidates.size(); ++i) {
    const CandidateReport& candidate = report.candidates[i];
    const std::optional<double> y = score_value(candidate.metrics, report.score);
    const std::optional<std::int64_t> flash = flash_bytes(candidate, with_code);
    if (!y || !flash || candidate.collapsed) continue;
    ScatterPoint point{.name = candidate.id,
                       .title = candidate.title + ": " + bytes_text(*flash) + ", " + score_text(candidate.metrics, report.score),
                       .x = static_cast<double>(*flash),
                       .y = *y,
                       .y_low = {},
                       .y_high = {},
                       .colour = i,
                       .on_front = candidate.on_front,
                       .chosen = candidate.id == report.recommendation.candidate};
    if (const Estimate* interval = score_estimate(candidate.metrics, report.score)) {
      point.y_low = interval->low * axis_unit(report.score);
      point.y_high = interval->high * axis_unit(report.score);
    }
    plot.points.push_back(std::move(point));
  }
  if (plot.points.empty()) return {};
  plot.y_baseline = score_value(report.baseline, report.score);
  if (report.limits.flash_bytes) plot.x_limit = static_cast<double>(*report.limits.flash_bytes);
  if (report.limits.min_accuracy && plot.points[0].y_low && report.score != "mse") plot.y_limit = *report.limits.min_accuracy * 100;
  return figure(scatter_svg(plot),
                "Whiskers: 95 % interval. Dashed: the front, whom no other beats in everything. Ring: recommended. Shaded: "
                "what limits forbid.");
}

std::string sensitivity_plot(const OptimizeReport& report) {
  const CandidateReport* candidate = with_sensitivity(report);
  if (!candidate) return {};
  std::vector<BarRow> rows;
  for (const LayerSensitivity& layer : candidate->sensitivity)
    rows.push_back({.name = layer.layer, .note = layer.repair, .value = layer.output_sqnr_db, .low = layer.output_sqnr_db < kLowSqnrDb});
  return figure(
      bars_svg(rows, "dB"),
      cat("SQNR of the network's output when one layer alone is quantized, ", html_text(candidate->title),
          ", measured on samples that do not judge; higher is better, under 20 dB is marked, what was done about it stands behind."));
}

std::string memory_plot(const OptimizeReport& report) {
  if (report.chosen.arena.empty()) return {};
  std::vector<MemoryBlock> blocks;
  for (const ArenaBlock& block : report.chosen.arena)
    blocks.push_back({.name = block.name,
                      .low = static_cast<double>(block.offset),
                      .high = static_cast<double>(block.offset + block.bytes),
                      .first_step = block.first_step,
                      .last_step = block.last_step,
                      .scratch = block.scratch});
  return figure(memory_svg(blocks, static_cast<int>(report.chosen.layers.size()), report.chosen.peak_step,
                           static_cast<double>(report.chosen.arena_bytes)),
                cat("The arena while the recommended network runs: ", bytes_text(report.chosen.arena_bytes), ", lower bound ",
                    bytes_text(report.chosen.lower_bound_bytes), ", exact. Dashed: scratch."));
}

std::string layer_table(const OptimizeReport& report) {
  if (report.chosen.layers.empty()) return {};
  const CandidateReport* candidate = recommended(report);
  std::string out =
      "<div class=\"scroll\"><table><thead><tr><th class=\"n\">step</th><th>layer</th><th>operator</th><th>output</th><th>type</th>"
      "<th>kernel</th><th class=\"n\">MACs</th><th class=\"n\">constants</th><th class=\"n\">live "
      "RAM</th><th>repair</th></tr></thead><tbody>";
  for (std::size_t i = 0; i < report.chosen.layers.size(); ++i) {
    const LayerReport& layer = report.chosen.layers[i];
    out +=
        cat("<tr><td class=\"n\">", i, "</td><td>", html_text(layer.name), "</td><td>", html_text(layer.op), "</td><td><code>",
            html_text(layer.output_shape), "</code></td><td>", html_text(layer.dtype), "</td><td><code>", html_text(layer.kernels),
            "</code></td><td class=\"n\">", count_text(layer.macs), "</td><td class=\"n\">", bytes_text(layer.constant_bytes),
            "</td><td class=\"n\">", bytes_text(layer.live_bytes), "</td><td>", html_text(repair_of(candidate, layer.name)), "</td></tr>");
  }
  return out + "</tbody></table></div>";
}

std::string disagreement_table(const OptimizeReport& report) {
  if (report.disagreements.empty()) return {};
  std::string out = "<details><summary>" +
                    cat(report.disagreements.size(), report.disagreements.size() == 64 ? " or more" : "", " samples</summary>") +
                    "<div class=\"scroll\"><table><thead><tr><th>sample</th><th class=\"n\">label</th><th class=\"n\">float says</th>"
                    "<th class=\"n\">score</th><th class=\"n\">candidate says</th><th class=\"n\">score</th></tr></thead><tbody>";
  for (const SampleDisagreement& sample : report.disagreements)
    out += cat("<tr><td>", html_text(sample.name), "</td><td class=\"n\">", sample.label < 0 ? std::string("-") : cat(sample.label),
               "</td><td class=\"n\">", sample.float_class, "</td><td class=\"n\">",
               format("%.4g", static_cast<double>(sample.float_score)), "</td><td class=\"n\">", sample.candidate_class,
               "</td><td class=\"n\">", format("%.4g", static_cast<double>(sample.candidate_score)), "</td></tr>");
  return out + "</tbody></table></div></details>";
}

std::string data_section(const OptimizeReport& report) {
  const auto row = [](std::string_view name, const std::string& value) {
    return cat("<dt>", name, "</dt><dd>", html_text(value), "</dd>");
  };
  std::string out = "<dl>" + row("model", report.model_file + ", " + report.model_format + ", " + bytes_text(report.baseline_bytes));
  out += row("data", report.data_summary.empty() ? "none: nothing here says how accurate a candidate is" : report.data_summary);
  if (!report.data_summary.empty())
    out += row("samples", format("%lld to calibrate, %lld to tune, %lld to judge; no sample in two of them; seed %llu",
                                 static_cast<long long>(report.calibration_samples), static_cast<long long>(report.tuning_samples),
                                 static_cast<long long>(report.evaluation_samples), static_cast<unsigned long long>(report.seed)));
  if (!report.preprocessing.empty()) out += row("preprocessing", report.preprocessing);
  if (!report.baseline.judge.empty()) out += row("float model judged by", report.baseline.judge);
  return out + "</dl><details><summary>Recipe</summary><pre>" + html_text(report.recipe) + "</pre></details>";
}

}  // namespace thimble::html
