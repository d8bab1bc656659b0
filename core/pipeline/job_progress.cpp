#include "core/pipeline/job_progress.h"

#include <algorithm>
#include <utility>

namespace thimble {

JobProgress::JobProgress(JobControl& job) : job_(job), listener_(std::move(job.on_progress)) {
  job_.on_progress = [this](const JobControl::Progress& progress) { hear(progress); };
}

JobProgress::~JobProgress() { job_.on_progress = std::move(listener_); }

void JobProgress::enter(std::string part, double from, double to) {
  part_ = std::move(part);
  phase_.clear();
  from_ = from;
  to_ = to;
  phase_from_ = phase_to_ = overall_ = std::max(overall_, from);
}

void JobProgress::hear(const JobControl::Progress& progress) {
  if (phase_ != progress.phase || phase_.empty()) {
    phase_ = std::string(progress.phase);
    // Each phase gets half of what is left of the part: how many there will be is not known.
    phase_from_ = overall_;
    phase_to_ = phase_from_ + (to_ - phase_from_) / 2;
  }
  const double share = progress.of > 0 ? std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.of), 0.0, 1.0) : 0;
  overall_ = std::max(overall_, phase_from_ + (phase_to_ - phase_from_) * share);
  if (!listener_) return;
  const std::string name = part_.empty() ? phase_ : part_ + ": " + phase_;
  listener_({.phase = name, .done = progress.done, .of = progress.of, .overall = overall_});
}

}  // namespace thimble
