// ProgressLine: how far a job is, on stderr: a bar with the time left on a terminal, a line a phase when piped.
#pragma once

#include <chrono>
#include <string>

#include "core/base/task.h"

namespace thimble::cli {

class ProgressLine {
 public:
  explicit ProgressLine(bool shown);
  ~ProgressLine();  // the terminal's line is empty again
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void hear(const JobControl::Progress& progress);
  // A line that stays, above the bar.
  void say(const std::string& line);

 private:
  void draw(const JobControl::Progress& progress);
  void clear();
  std::string time_left(double overall) const;

  bool shown_, terminal_, drawn_ = false;
  std::string phase_;
  std::chrono::steady_clock::time_point started_, drawn_at_;
};

}  // namespace thimble::cli
