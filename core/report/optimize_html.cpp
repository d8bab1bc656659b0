#include "core/report/optimize_html.h"

#include "core/base/amounts.h"
#include "core/base/text.h"
#include "core/report/candidate_needs.h"
#include "core/report/html_text.h"
#include "core/report/optimize_html_parts.h"
#include "embedded/report_style.h"

namespace thimble {
namespace {

std::string fact(std::string_view name, const std::string& value) {
  return value.empty() ? std::string() : cat("<span>", name, " <b>", html_text(value), "</b></span>");
}

std::string limits_text(const Limits& limits) {
  std::vector<std::string> out;
  if (limits.flash_bytes) out.push_back("flash " + limit_text(*limits.flash_bytes));
  if (limits.ram_bytes) out.push_back("RAM " + limit_text(*limits.ram_bytes));
  if (limits.size_bytes) out.push_back("file " + limit_text(*limits.size_bytes));
  if (limits.latency_ms) out.push_back(number_text(*limits.latency_ms) + " ms");
  if (limits.accuracy_drop_points) out.push_back(cat("at most ", points_text(*limits.accuracy_drop_points), " lost"));
  if (limits.min_accuracy) out.push_back(format("accuracy at least %.4g %%", *limits.min_accuracy * 100));
  return join(out, ", ");
}

std::string head(const OptimizeReport& report) {
  const std::string data = report.data_summary.empty() ? "none" : report.data_summary;
  return cat("<header class=\"top\">", fact("model", report.model_file), fact("data", data), fact("target", report.target),
             fact("goal", std::string(goal_name(report.goal))), fact("limits", limits_text(report.limits)), "</header>");
}

std::string warnings_and_notes(const OptimizeReport& report) {
  std::string out;
  for (const std::string& warning : report.warnings) out += cat("<p class=\"warning\"><b>Warning</b> ", html_text(warning), "</p>");
  for (const std::string& note : report.notes) out += cat("<p class=\"note\">", html_text(note), "</p>");
  return out;
}

std::string section(std::string_view title, const std::string& content) {
  return content.empty() ? std::string() : cat("<h2>", title, "</h2>", content, "\n");
}

std::string legend() {
  return "<p><span class=\"dot measured\"></span>measured or exact &nbsp; <span class=\"dot simulated\"></span>simulated &nbsp; "
         "<span class=\"dot estimated\"></span>estimated. Hover over a number for its source and error. KiB = 1024 bytes.</p>";
}

}  // namespace

std::string optimize_html(const OptimizeReport& report) {
  std::string style;
  for (const auto& [name, text] : embedded::report_style()) style += text;
  std::string out =
      cat("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">",
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
          "<meta name=\"color-scheme\" content=\"light dark\"><title>", html_text(report.model_file), " - Thimble report</title>\n<style>",
          style, "</style></head>\n<body><main>\n");
  out += head(report) + warnings_and_notes(report) + html::recommendation_card(report) + "\n";
  out += section("Candidates", html::candidate_table(report));
  const std::string scatter = html::accuracy_plot(report), memory = html::memory_plot(report);
  if (!scatter.empty() || !memory.empty()) out += "<div class=\"two\" style=\"margin-top:16px\">" + scatter + memory + "</div>\n";
  out += section("Sensitivity by layer", html::sensitivity_plot(report));
  out += section("Layers of the recommended network", html::layer_table(report));
  out += section("What was done", html::candidate_details(report));
  out += section("Samples on which float and the recommended network disagree", html::disagreement_table(report));
  out += section("Data and recipe", html::data_section(report));
  out += cat("<footer>", legend(), "<p>Made by Thimble ", html_text(report.thimble_version), "; model SHA-256 <code>",
             html_text(report.model_sha256), "</code></p></footer>\n</main></body></html>\n");
  return out;
}

}  // namespace thimble
