// readable_samples: before a job begins, each file that it will read is read once, so that a damaged picture among thousands does
//   not end it after half an hour. What cannot be read is left out and named; where that is many, the data are refused.
//   data    formats of a file a sample (pictures, recordings); arrays and tables are whole or refused as they are opened
//   errors  bad_data: more than a tenth (of few samples: more than one) cannot be read
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/data/dataset.h"

namespace thimble {

struct ReadableSamples {
  std::shared_ptr<const Dataset> data;   // what was given where nothing is left out
  std::vector<std::int64_t> left_out;    // indices of what was given, ascending
  std::vector<std::string> warnings;
};

// The indices that a job takes of a data set. Asked again after samples have been left out: others take their places.
using ChooseSamples = std::function<Result<std::vector<std::int64_t>>(const Dataset&)>;

Task<Result<ReadableSamples>> readable_samples(JobControl& job, std::shared_ptr<const Dataset> data, ChooseSamples choose);

}  // namespace thimble
