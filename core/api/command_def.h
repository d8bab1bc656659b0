// CommandDef: one thing that the page can ask of the core. A command is a file in commands/ and a line in commands.def.
//   A command checks its body and blobs (they are from outside) and answers with a Job; the job works in steps, so that the
//   Worker returns to its event loop and `cancel` can be heard.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/blob.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace thimble {

struct Workspace;

// What a job says while it runs.
class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void progress(std::string_view step, int done, int of) = 0;
  virtual void view(std::string_view name, std::vector<std::byte> bytes) = 0;
  virtual bool cancel(std::int64_t request) = 0;  // true when that request was waiting or running
};

struct Outcome {
  std::string body = "{}";
  std::vector<Blob> blobs = {};
};

class Job {
 public:
  virtual ~Job() = default;
  // Does the next piece, at most some 100 ms of it; nothing while there is more to do.
  virtual Result<std::optional<Outcome>> step(Reporter& reporter) = 0;
};

struct CommandInput {
  JsonValue body;
  std::span<const Blob> blobs;
};

using JobResult = Result<std::unique_ptr<Job>>;

struct CommandDef {
  std::string_view name, doc;
  std::size_t blobs = 0;  // how many have to come with it
  bool at_once = false;   // does not wait for the requests before it
  JobResult (*start)(Workspace& workspace, const CommandInput& input) = nullptr;
};

std::span<const CommandDef* const> all_commands();

// A job of one step.
template <class Work>
class SingleStep final : public Job {
 public:
  explicit SingleStep(Work work) : work_(std::move(work)) {}
  Result<std::optional<Outcome>> step(Reporter& reporter) override {
    THIMBLE_TRY(Outcome outcome, work_(reporter));
    return std::optional<Outcome>(std::move(outcome));
  }

 private:
  Work work_;
};

template <class Work>
std::unique_ptr<Job> single_step(Work work) {
  return std::make_unique<SingleStep<Work>>(std::move(work));
}

#define THIMBLE_COMMAND(name) extern const CommandDef command_##name;
#include "core/api/commands.def"
#undef THIMBLE_COMMAND

}  // namespace thimble
