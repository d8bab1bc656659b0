// measure_candidate: sizes of a candidate's graph: exported files, constants and arena as emitted, and its figures on devices.
//   Code and stack on the first device are measured where `measure_code` can, which takes seconds; else code is predicted.
//   What cannot be made of this graph stays 0 or empty and is told in the candidate's warnings.
#pragma once

#include <span>

#include "core/base/task.h"
#include "core/pipeline/build_network.h"
#include "core/pipeline/open_model.h"
#include "core/report/optimize_report.h"
#include "core/targets/device.h"

namespace thimble {

// `devices`: the target first; may be empty. Pauses between files and devices. What is pointed to has to outlive the task.
Task<Result<void>> measure_candidate(JobControl& job, const OpenModel* model, std::span<const Device> devices,
                                     const MeasureCode* measure_code, CandidateReport* candidate);

}  // namespace thimble
