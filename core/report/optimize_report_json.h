// optimize_report_json: an OptimizeReport as JSON, for --json, report.json and whoever reads reports with a program.
//   What is not known is absent, never 0. `limits` has the form of a recipe's.
#pragma once

#include "core/base/json_writer.h"
#include "core/report/optimize_report.h"

namespace thimble {

void write_json(JsonWriter& json, const Limits& limits);
void write_json(JsonWriter& json, const Metrics& metrics);
void write_json(JsonWriter& json, const CandidateReport& candidate);
std::string to_json(const OptimizeReport& report);

}  // namespace thimble
