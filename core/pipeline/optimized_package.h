// optimized_package: a candidate of a finished job as the package that its user takes home: the spine's C package, the
//   preprocessing in front of it, the recipe, the metrics (in the manifest) and the report.
//   errors  invalid_argument: no such candidate; what build_network and write_preprocessing refuse
#pragma once

#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/package/package.h"
#include "core/pipeline/optimize.h"

namespace thimble {

// `device`: nullptr for portable C. A typical sample of the outcome's data tells the preprocessing what comes in.
// Preprocessing without a C form is left out, and `notes` says so. What is passed by pointer outlives the task.
Task<Result<Package>> optimized_package(JobControl& job, const OptimizeOutcome* outcome, std::string candidate, const Device* device,
                                        Diagnostics* notes);

// The candidate as a model file of a format of formats.def ("tflite", "onnx").
Result<std::vector<std::byte>> optimized_file(const OptimizeOutcome& outcome, const std::string& candidate, std::string_view format,
                                              Diagnostics& notes);

}  // namespace thimble
