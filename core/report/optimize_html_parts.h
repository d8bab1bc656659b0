// Sections of the HTML report, one function each; an empty text where the report has nothing for it.
#pragma once

#include <string>

#include "core/report/optimize_report.h"

namespace thimble::html {

std::string recommendation_card(const OptimizeReport& report);
std::string candidate_table(const OptimizeReport& report);
std::string candidate_details(const OptimizeReport& report);  // options, notes, failures of each
std::string accuracy_plot(const OptimizeReport& report);
std::string sensitivity_plot(const OptimizeReport& report);
std::string memory_plot(const OptimizeReport& report);
std::string layer_table(const OptimizeReport& report);
std::string disagreement_table(const OptimizeReport& report);
std::string data_section(const OptimizeReport& report);

// A number with the dot that says where it comes from; the source is what hovering shows.
std::string quantity(const std::string& text, Provenance provenance, const std::string& source);
// Where the chosen score stands for `metrics`: "98.90 % (98.7 to 99.1)".
std::string score_name(const std::string& score);

}  // namespace thimble::html
