// A data set without some of its samples, and reading where one sample is as good as the next.
#pragma once

#include <memory>
#include <vector>

#include "core/data/dataset.h"

namespace thimble {

// `left_out`: indices of `data`, ascending, each once. The others keep their order, labels and names; classes stay as they are.
// Not for data sets of several parts.
std::shared_ptr<const Dataset> without_samples(std::shared_ptr<const Dataset> data, std::vector<std::int64_t> left_out);

// Each sample is a file of its own (pictures, recordings): one may be damaged and the others whole. Arrays and tables are not: a
// number that is none in the middle of them is a mistake to be mended.
bool is_a_file_a_sample(const Dataset& data);

// The sample at `index` or, where that is a file which cannot be read, the next that can: for a look at the data. The first error where
// the next few are no better.
Result<RawSample> read_at_or_after(const Dataset& data, std::int64_t index);

}  // namespace thimble
