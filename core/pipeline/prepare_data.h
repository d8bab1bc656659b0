// prepare_data: a data set as the samples of a job: its preprocessing (given, or guessed and measured), and the splits.
//   Which range of numbers a float model was trained on stands in no file: with labels, every range in use is tried on a few
//   samples that are not for evaluation, and the one that the model recognizes most with is taken.
//   errors  bad_data: as the data set, the preprocessing and the splits; labels that the network has no number for
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/data/dataset.h"
#include "core/data/preprocessing.h"
#include "core/data/samples.h"
#include "core/data/splits.h"
#include "core/ir/graph.h"
#include "core/pipeline/recipe.h"

namespace thimble {

std::vector<ModelInput> model_inputs(const Graph& graph);
std::vector<std::string> input_names(const Graph& graph);  // DataOptions.input_names

// A network of one number tells two classes apart: with more of them, their numbers are what it should answer (labels_as_targets.h),
// and `notes` say so. prepare_data and prepare_whole do this; who takes samples of the data before them does it first.
std::shared_ptr<const Dataset> fit_labels(const Graph& graph, std::shared_ptr<const Dataset> data, std::vector<std::string>& notes);

// What prepare_data and prepare_whole take of a data set, as indices.
Result<Splits> splits_of(const Dataset& data, const Recipe& recipe);
std::vector<std::int64_t> spread_over(const Dataset& data, std::int64_t most);

struct ChosenPreprocessing {
  Preprocessing preprocessing;
  std::vector<std::string> reasons, warnings;
  bool confirmed = false;  // by labels: of all that were tried, the model recognizes most with it, and more than by chance
};

// What a recipe says of it: JSON (empty: guessed), and whether a job guessed that. Then the guess is made again: where it is the
// same, so are its warnings, and the recipe makes the same report; where it is not (other data), the recipe wins.
struct GivenPreprocessing {
  std::string json;
  bool guessed = false;
};
// `tried_on`: indices of samples that may be used to choose among guesses.
Task<Result<ChosenPreprocessing>> choose_preprocessing(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                       GivenPreprocessing given, std::vector<std::int64_t> tried_on, int threads);

struct PreparedData {
  Preprocessing preprocessing;
  std::shared_ptr<const Samples> calibration, tuning, evaluation;  // the first two may be null
  std::vector<std::string> reasons, warnings;
};

// By the recipe's splits. An integer network is judged as it is, by every sample (at most Recipe::evaluation of them).
Task<Result<PreparedData>> prepare_data(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data, Recipe recipe,
                                        int threads);

// The same without splits: every sample judges (at most `most`, spread over the data set; 0: all). For networks that are taken as
// they are. `reasons`: how the preprocessing was chosen.
Task<Result<PreparedData>> prepare_whole(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data, GivenPreprocessing given,
                                         std::int64_t most, int threads);

}  // namespace thimble
