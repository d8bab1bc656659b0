// make_splits: samples for calibration, tuning and evaluation, no sample in two of them; each class in its proportion.
//   Which sample goes where depends on the seed and the samples' names alone: the order of files, and the files of other
//   classes, change nothing.
//   sizes   what was asked for, as far as there are samples: evaluation always gets at least half of them
//   errors  bad_data: fewer than two samples
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

struct SplitSizes {
  std::int64_t calibration = 300, tuning = 200;
  std::int64_t evaluation = 0;  // 0: all that is left
};

struct Splits {
  std::vector<std::int64_t> calibration, tuning, evaluation;  // indices of the data set, ascending
  std::vector<std::string> warnings;                          // a class missing in one, fewer samples than asked for
};

Result<Splits> make_splits(const Dataset& data, const SplitSizes& sizes, std::uint64_t seed);

// Labels against the number of classes that a model tells apart. Beyond them: bad_data, with what to look for (labels that
// start at 1, folders that are no classes). Classes without a sample, and others worth knowing, go to `warnings`.
Result<void> check_labels(const Dataset& data, std::int64_t classes, std::vector<std::string>& warnings);

}  // namespace thimble
