// What the commands around optimize have in common: model, data and recipe from the command line, and how a job is run to its
// end or to Ctrl-C.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/pipeline/optimize.h"
#include "native/cli/command.h"
#include "native/cli/files.h"
#include "native/cli/progress_line.h"

namespace thimble::cli {

inline constexpr OptionDef kDataOption{"--data", "PATH",
                                       "samples: a folder, a ZIP, or files separated by commas (IDX, CIFAR, NumPy, CSV, WAV, PNG, JPEG)"};
inline constexpr OptionDef kLabelOption{
    "--label-column", "NAME", "the column of a CSV, or of a table beside pictures or recordings, that holds the label (default: guessed)"};
inline constexpr OptionDef kRecipeOption{"--recipe", "FILE", "a recipe (JSON), as `optimize` writes one; options given beside it win"};
inline constexpr OptionDef kFloatSampleOption{"--sample", "", "the built-in float network for digits, and MNIST's test images"};
inline constexpr OptionDef kThreadsOption{"--threads", "N",
                                          "threads of the float executor (default: one for small networks, else every processor)"};
inline constexpr OptionDef kSeedOption{"--seed", "N", "which samples calibrate and which judge (default 1)"};

// The model that the arguments name: an operand, or with --sample the built-in float network.
Result<std::shared_ptr<const OpenModel>> job_model(const Arguments& arguments);
// The data that the arguments name; with --sample and no --data MNIST's test images; null where there are none. What was passed
// over is added to `notes`.
Result<std::shared_ptr<const Dataset>> job_data(const Arguments& arguments, const OpenModel& model, Diagnostics& notes);
Result<std::shared_ptr<const Dataset>> open_data(const std::string& path, const DataOptions& options, Diagnostics& notes);
Result<Recipe> read_recipe(const std::string& path);
Result<int> job_threads(const Arguments& arguments, const OpenModel& model);

// Steps until the task is done; nothing where Ctrl-C was pressed: the task is then dropped.
template <class T>
Result<T> run_job(JobControl& job, Task<Result<T>> task) {
  while (!job.step(task, std::chrono::milliseconds(50))) {
    if (interrupted()) return Error(ErrorCode::cancelled, "interrupted; nothing was written");
  }
  return task.take();
}

}  // namespace thimble::cli
