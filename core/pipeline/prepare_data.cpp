#include "core/pipeline/prepare_data.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/write_preprocessing.h"
#include "core/data/guess_preprocessing.h"
#include "core/data/preprocessed_samples.h"
#include "core/data/splits.h"
#include "core/pipeline/judge.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/score.h"

namespace thimble {
namespace {

constexpr std::size_t kTrialSamples = 100;

// How many of the samples the model puts into their class.
Task<Result<std::int64_t>> count_right(JobControl& job, NetworkRunner* runner, std::shared_ptr<const Samples> samples,
                                       std::vector<std::int64_t> indices) {
  std::int64_t right = 0;
  for (const std::int64_t index : indices) {
    THIMBLE_CO_TRY(const Sample sample, samples->read(index));
    THIMBLE_CO_TRY(const std::vector<std::vector<float>> outputs, runner->run(sample.inputs));
    right += argmax(outputs[0]) == sample.label ? 1 : 0;
    co_await job.pause();
  }
  co_return right;
}

Result<void> check_classes(const Graph& graph, const Dataset& data, std::vector<std::string>& warnings) {
  const std::int64_t classes = std::ssize(data.class_names());
  const Judging judging = judging_of(graph, classes);
  if (classes == 0 || judging == Judging::values) return {};
  return check_labels(data, judging == Judging::classes ? graph.value_elements(graph.outputs[0]) : 2, warnings);
}

// The chosen preprocessing, what looks wrong with it, and all samples through it.
Result<std::shared_ptr<const Samples>> through(PreparedData& out, ChosenPreprocessing chosen, const Graph& graph,
                                               std::shared_ptr<const Dataset> data) {
  const std::vector<ModelInput> inputs = model_inputs(graph);
  out.preprocessing = std::move(chosen.preprocessing);
  out.reasons = std::move(chosen.reasons);
  out.warnings.insert(out.warnings.end(), chosen.warnings.begin(), chosen.warnings.end());
  // A range that looks unusual is none to warn of where the labels have confirmed it.
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (chosen.confirmed && !inputs[i].quantization) continue;
    if (inputs.size() > 1 && data->parts().size() != inputs.size()) break;  // PreprocessedSamples refuses it
    const Dataset& part = inputs.size() > 1 ? *data->parts()[i] : *data;
    THIMBLE_TRY(const std::vector<std::string> ranges, check_ranges(preprocessing_of(out.preprocessing, i), part, inputs[i]));
    out.warnings.insert(out.warnings.end(), ranges.begin(), ranges.end());
  }
  THIMBLE_TRY(const std::shared_ptr<const Samples> all, PreprocessedSamples::make(std::move(data), out.preprocessing, inputs));
  return all;
}

// Every n-th, so that classes which stand in a row in the data set are all tried.
std::vector<std::int64_t> spread(const std::vector<std::int64_t>& indices, std::size_t count) {
  std::vector<std::int64_t> out;
  const std::size_t taken = std::min(count, indices.size());
  for (std::size_t i = 0; i < taken; ++i) out.push_back(indices[i * indices.size() / taken]);
  return out;
}

Task<Result<ChosenPreprocessing>> measure_alternatives(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                       PreprocessingGuess guess, std::vector<std::int64_t> tried_on, int threads) {
  ChosenPreprocessing out{.preprocessing = guess.preprocessing, .reasons = guess.reasons, .warnings = {}};
  std::size_t best = 0;
  THIMBLE_CO_TRY(NetworkRunner runner, NetworkRunner::create(*graph, threads));
  const std::vector<std::int64_t> indices = spread(tried_on, kTrialSamples);
  std::int64_t most = -1;
  std::string found;
  for (std::size_t i = 0; i < guess.alternatives.size(); ++i) {
    const PreprocessingGuess::Alternative& tried = guess.alternatives[i];
    THIMBLE_CO_TRY(const auto samples, PreprocessedSamples::make(data, tried.preprocessing, model_inputs(*graph)));
    THIMBLE_CO_TRY(const std::int64_t right, co_await count_right(job, &runner, samples, indices));
    found += cat(i > 0 ? ", " : "", tried.name, ": ", right, " of ", indices.size());
    if (right > most) {
      most = right;
      best = i;
    }
    job.progress("preprocessing", static_cast<std::int64_t>(i) + 1, std::ssize(guess.alternatives));
  }
  const std::int64_t chance = std::ssize(indices) * 2 / std::max<std::int64_t>(std::ssize(data->class_names()), 2);
  out.confirmed = most > chance;
  if (out.confirmed) {
    out.preprocessing = guess.alternatives[best].preprocessing;
    out.reasons.push_back(cat("The labels confirm ", guess.alternatives[best].name, ": right answers of the model with ", found));
  } else {
    // What is best by chance is no better than what is most usual.
    if (!guess.choice.empty()) out.reasons.push_back(guess.choice);
    out.warnings.push_back("the float model recognizes little with any preprocessing that was tried (" + found +
                           "): give the one that it was trained with in the recipe");
  }
  co_return out;
}

}  // namespace

std::vector<ModelInput> model_inputs(const Graph& graph) {
  std::vector<ModelInput> out;
  for (const ValueId id : graph.inputs) out.push_back(model_input(graph, id));
  return out;
}

std::vector<std::string> input_names(const Graph& graph) {
  std::vector<std::string> out;
  for (const ValueId id : graph.inputs) out.emplace_back(graph.value_name(id));
  return out;
}

Task<Result<ChosenPreprocessing>> choose_preprocessing(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                       std::string json, std::vector<std::int64_t> tried_on, int threads) {
  if (!json.empty()) {
    ChosenPreprocessing out;
    THIMBLE_CO_TRY(out.preprocessing, parse_preprocessing(json).in("preprocessing"));
    out.reasons.push_back("as the recipe says");
    co_return out;
  }
  const std::vector<ModelInput> inputs = model_inputs(*graph);
  THIMBLE_CO_TRY(PreprocessingGuess guess, guess_preprocessing(*data, inputs));
  const bool can_measure = guess.alternatives.size() > 1 && !data->class_names().empty() && !tried_on.empty() &&
                           judging_of(*graph, std::ssize(data->class_names())) == Judging::classes;
  if (can_measure) co_return co_await measure_alternatives(job, graph, data, guess, tried_on, threads);
  if (!guess.choice.empty()) guess.reasons.push_back(guess.choice);
  co_return ChosenPreprocessing{guess.preprocessing, guess.reasons, guess.warnings};
}

Task<Result<PreparedData>> prepare_data(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data, Recipe recipe,
                                        int threads) {
  PreparedData out;
  THIMBLE_CO_TRY(
      Splits splits,
      make_splits(*data, {.calibration = recipe.calibration, .tuning = recipe.tuning, .evaluation = recipe.evaluation}, recipe.seed));
  out.warnings = splits.warnings;
  THIMBLE_CO_TRY_VOID(check_classes(*graph, *data, out.warnings));
  std::vector<std::int64_t> for_trials = splits.calibration;
  for_trials.insert(for_trials.end(), splits.tuning.begin(), splits.tuning.end());
  std::sort(for_trials.begin(), for_trials.end());
  THIMBLE_CO_TRY(ChosenPreprocessing chosen, co_await choose_preprocessing(job, graph, data, recipe.preprocessing, for_trials, threads));
  THIMBLE_CO_TRY(const std::shared_ptr<const Samples> all, through(out, std::move(chosen), *graph, data));
  out.calibration = std::make_shared<SampleSubset>(all, std::move(splits.calibration));
  if (!splits.tuning.empty()) out.tuning = std::make_shared<SampleSubset>(all, std::move(splits.tuning));
  out.evaluation = std::make_shared<SampleSubset>(all, std::move(splits.evaluation));
  co_return out;
}

Task<Result<PreparedData>> prepare_whole(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data, std::string json,
                                         std::int64_t most, int threads) {
  PreparedData out;
  if (data->size() == 0) co_return bad_data("no samples");
  THIMBLE_CO_TRY_VOID(check_classes(*graph, *data, out.warnings));
  const std::int64_t count = most > 0 ? std::min(most, data->size()) : data->size();
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) indices.push_back(i * data->size() / count);
  THIMBLE_CO_TRY(ChosenPreprocessing chosen, co_await choose_preprocessing(job, graph, data, std::move(json), indices, threads));
  THIMBLE_CO_TRY(const std::shared_ptr<const Samples> all, through(out, std::move(chosen), *graph, data));
  out.evaluation = std::make_shared<SampleSubset>(all, std::move(indices));
  co_return out;
}

}  // namespace thimble
