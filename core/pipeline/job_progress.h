// JobProgress: what the parts of a job report, told to its listener with the candidate's name before the phase and the share of
//   the whole job that is behind. Parts know nothing of each other, nor how many phases another one has.
//   "ptq_int8: judge", done 100 of 1000, overall 0.41
#pragma once

#include <string>

#include "core/base/task.h"

namespace thimble {

class JobProgress {
 public:
  explicit JobProgress(JobControl& job);
  ~JobProgress();  // the job has its own listener again
  JobProgress(const JobProgress&) = delete;
  JobProgress& operator=(const JobProgress&) = delete;

  // What is reported from now on belongs to `part` and to this range of the whole.
  void enter(std::string part, double from, double to);

 private:
  void hear(const JobControl::Progress& progress);

  JobControl& job_;
  std::function<void(const JobControl::Progress&)> listener_;
  std::string part_, phase_;
  double from_ = 0, to_ = 1, phase_from_ = 0, phase_to_ = 0, overall_ = 0;
};

}  // namespace thimble
