// calibrate: one pass of the float network over samples, seeing every activation that is to get a scale.
//   memory  a histogram a tensor and a sum a channel, however many samples there are
//   exact   histograms do not depend on the order of the samples; nothing depends on the number of threads
//   errors  bad_data: a sample with NaN or infinity, or one that makes them inside the network (named); what reading a sample
//           or FloatExecutor answers
#pragma once

#include <memory>
#include <vector>

#include "core/base/task.h"
#include "core/data/samples.h"
#include "core/quantization/histogram.h"
#include "core/runtime/float_executor.h"

namespace thimble {

struct Calibration {
  std::vector<Histogram> histograms;               // by value; empty ones where nothing was asked for
  std::vector<std::vector<double>> channel_means;  // by value: of each index of the last dimension; empty where not asked for
  std::int64_t samples = 0;
};

struct CalibrationRequest {
  std::vector<bool> histograms, channel_means;  // by value
  bool extents_only = false;                    // least and largest of `histograms` will do
};

// What quantize_graph will need of a network: histograms of the sources of its scale groups, means of what is multiplied by weights.
CalibrationRequest calibration_request(const Graph& graph, const std::vector<DType>& node_types, DType input_type);

// `samples` has to hold at least one; the graph outlives the task.
Task<Result<Calibration>> calibrate(JobControl& job, const Graph& graph, CalibrationRequest request, std::shared_ptr<const Samples> samples,
                                    int threads);

}  // namespace thimble
