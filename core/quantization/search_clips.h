// search_clips: which range each tensor gets, chosen by the network's output error.
//   1  every observer of the list for all tensors at once
//   2  the tensors that lose most by rounding and clipping (quantization_error over mean square), one after the other: the
//      ranges of the other observers are tried; one stays when it makes the output better
//   exact   costs are compared rounded to three digits, and a change has to gain 1 %: builds whose floats differ in the last bits
//           choose the same. The work is limited in multiply-accumulates, not in time.
#pragma once

#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/quantization/calibrate.h"
#include "core/quantization/output_error.h"

namespace thimble {

struct ClipCandidate {
  std::string_view name;      // "percentile 99.99"
  std::string_view observer;
  double percentile = 0;
};
std::span<const ClipCandidate> clip_candidates();

// The range of every activation by one candidate: sources from their histograms; values that repeat another's numbers have its range.
Task<Result<std::vector<Range>>> ranges_by(JobControl& job, const Graph& model, const Calibration& calibration, const QuantPlan& plan,
                                           ClipCandidate candidate);

struct ClipSearch {
  std::vector<Range> ranges;
  std::string_view all;                 // the candidate that was best for all tensors
  std::vector<std::string> changes;     // "conv2d_3: mse instead of minmax"
  double cost = 0;                      // of the result
  std::int64_t tried = 0;               // networks that were judged
};

struct ClipSearchRequest {
  const Graph* model = nullptr;               // outlives the task, as do the others
  const Calibration* calibration = nullptr;
  const OutputError* error = nullptr;
  QuantPlan plan;                             // node and io types; ranges are not read
  std::int64_t mac_budget = 0;
  WeightCache* cache = nullptr;
};

Task<Result<ClipSearch>> search_clips(JobControl& job, ClipSearchRequest request);

}  // namespace thimble
