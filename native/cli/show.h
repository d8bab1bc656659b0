// show: figures as people read them, shared by the commands.
#pragma once

#include <string>
#include <vector>

#include "core/report/model_report.h"

namespace thimble::cli {

// "7.8 ms (5.9 to 10.3, estimated)"; "-" where it is not known.
std::string latency_text(const Quantity& quantity);
std::string energy_text(const Quantity& quantity);
std::string bytes_quantity_text(const Quantity& quantity);

// A line each, behind its level, warnings first.
void print_notes(const char* indent, const std::vector<std::string>& warnings, const std::vector<std::string>& notes);

void print_targets(const std::vector<TargetReport>& targets);
// Where each column comes from and how far off it may be.
void print_target_sources(const TargetReport& target);

}  // namespace thimble::cli
