// measure_candidate: sizes of a candidate's graph: exported files, constants and arena as emitted, and its figures on devices.
//   What cannot be made of this graph stays 0 or empty and is told in the candidate's notes.
#pragma once

#include <span>

#include "core/pipeline/open_model.h"
#include "core/report/optimize_report.h"
#include "core/targets/device.h"

namespace thimble {

// `devices`: the target first; may be empty.
void measure_candidate(const OpenModel& model, std::span<const Device> devices, CandidateReport& candidate);

}  // namespace thimble
