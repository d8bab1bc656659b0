// What RunView is built from: how far each technique is, and what is known of those that are finished.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/report/optimize_report.h"
#include "core/view/views.h"

namespace thimble {

enum class RunState : std::uint8_t { waiting, running, done, failed };

struct RunRowInfo {
  std::string technique, title;
  RunState state = RunState::waiting;
  std::string phase = {};                   // "calibrate"
  std::int64_t done = 0, of = 0;       // of the phase; of = 0: not known
  double seconds = 0;                  // since it started, or what it took
  std::optional<double> seconds_left = {};  // of the phase
  std::optional<CandidateReport> report = {};
};

struct RunInfo {
  std::string model;
  bool finished = false;
  double seconds = 0;
  std::vector<RunRowInfo> rows = {};
};

ViewBytes build_run_view(const RunInfo& run);

}  // namespace thimble
