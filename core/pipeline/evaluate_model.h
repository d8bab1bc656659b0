// evaluate_model: any network, as it stands, on a whole data set.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/pipeline/open_model.h"
#include "core/report/optimize_report.h"

namespace thimble {

struct EvaluationReport {
  std::string data_summary, preprocessing;  // preprocessing: JSON, as in a recipe
  std::string score;                        // as OptimizeReport's, but never compared with a float model
  Metrics metrics;
  std::vector<std::int32_t> classes;        // a sample, in the order of the data; empty: the network does not tell classes apart
  std::vector<std::int64_t> left_out;       // of all samples, those that cannot be read, ascending: `classes` goes without them
  std::vector<std::string> notes, warnings; // how the preprocessing was chosen; what looks wrong
};

// `preprocessing`: JSON of a recipe; empty: guessed, by trial on a few of the samples where they have labels.
// `most`: how many samples, spread over the data set; 0: all.
Task<Result<EvaluationReport>> evaluate_model(JobControl& job, std::shared_ptr<const OpenModel> model, std::shared_ptr<const Dataset> data,
                                              std::string preprocessing, std::int64_t most, int threads);

}  // namespace thimble
