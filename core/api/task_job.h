// TaskJob: a command whose work is one coroutine (core/base/task.h). Each step of the session goes on with it for some time; its
//   progress becomes the command's. Cancel destroys it where it stands.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/api/command_def.h"
#include "core/base/task.h"

namespace thimble {

// What the coroutine works with; outlives it.
struct TaskContext {
  JobControl job;
  Reporter* reporter = nullptr;  // of the step that runs
};

class TaskJob final : public Job {
 public:
  using Start = std::function<Task<Result<Outcome>>(TaskContext&)>;
  explicit TaskJob(const Start& start) : context_(std::make_unique<TaskContext>()), task_(start(*context_)) {
    context_->job.on_progress = [context = context_.get()](const JobControl::Progress& progress) {
      context->reporter->progress(progress.phase, static_cast<int>(progress.done), static_cast<int>(progress.of));
    };
  }

  Result<std::optional<Outcome>> step(Reporter& reporter) override {
    context_->reporter = &reporter;
    if (!context_->job.step(task_, kStep)) return std::optional<Outcome>();
    THIMBLE_TRY(Outcome outcome, task_.take());
    return std::optional<Outcome>(std::move(outcome));
  }

 private:
  // Under the 100 ms of a step, with room for a piece that ends late.
  static constexpr std::chrono::milliseconds kStep{50};

  std::unique_ptr<TaskContext> context_;
  Task<Result<Outcome>> task_;
};

}  // namespace thimble
