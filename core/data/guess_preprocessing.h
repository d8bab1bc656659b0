// guess_preprocessing: steps that turn a data set's samples into a model's input, from both their shapes and the range of
//   numbers that the model's input quantization names. Without one the range is a guess, said so in `warnings`, and
//   `alternatives` has the others in use: whoever has a float model and labels can measure which one is right.
//   errors  bad_data: the data cannot become the input (another sample rate, numbers that do not add up): what to try
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/data/preprocessing.h"

namespace thimble {

struct PreprocessingGuess {
  struct Alternative {
    std::string name;  // "0 to 1", "-1 to 1", "ImageNet mean and std", "0 to 255"
    Preprocessing preprocessing;
  };
  Preprocessing preprocessing;
  std::vector<std::string> reasons;   // what was chosen and why, a sentence each
  std::string choice;                 // why the first of `alternatives`: holds as long as nothing is measured
  std::vector<std::string> warnings;
  std::vector<Alternative> alternatives;  // all ranges worth a try, the chosen one first; one only when it is certain
};

Result<PreprocessingGuess> guess_preprocessing(const Dataset& data, std::span<const ModelInput> inputs);

// What looks wrong when the first samples have gone through: numbers beyond the input's range, all the same, or 0 to 255
// where a model is seldom made for that. Sentences that say what to change; empty: nothing was seen.
Result<std::vector<std::string>> check_ranges(const Preprocessing& preprocessing, const Dataset& data, const ModelInput& input);

}  // namespace thimble
