// LabelTable: what every sample of a data set is, in memory: a class, or the numbers that a regression should answer.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace thimble {

struct LabelTable {
  std::vector<std::int32_t> labels;  // empty: none
  std::vector<float> targets;        // `target_width` a sample; empty: none
  std::int64_t target_width = 0;
  std::vector<std::string> class_names;

  std::int32_t label(std::int64_t index) const { return labels.empty() ? -1 : labels[static_cast<std::size_t>(index)]; }
  std::vector<float> target(std::int64_t index) const;
};

// Of rows of numbers as a file has them: whole numbers from 0 are classes, rows with a single 1 as well, others are targets.
//   errors  bad_data: a class below 0 or from kMaxClasses on, NaN; the row by its number
Result<LabelTable> label_table(std::span<const float> values, std::int64_t width, bool whole_numbers);

// Class names are sorted as people do ("2" before "10"); labels are their places. Numbers from 0 on are the labels themselves, with
// what is missing among them a class of no sample.
LabelTable label_table(std::span<const std::string> names);

// " in 10 classes", " with targets of 2 numbers", " without labels"
std::string label_summary(const LabelTable& table);

}  // namespace thimble
