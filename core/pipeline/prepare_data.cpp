#include "core/pipeline/prepare_data.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/write_preprocessing.h"
#include "core/data/guess_preprocessing.h"
#include "core/data/labels_as_targets.h"
#include "core/data/preprocessed_samples.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/try_preprocessing.h"
#include "core/quantization/judging.h"

namespace thimble {
namespace {

Result<void> check_classes(const Graph& graph, const Dataset& data, std::vector<std::string>& warnings) {
  const std::int64_t classes = std::ssize(data.class_names());
  const Judging judging = judging_of(graph, classes, data.target_width());
  if (classes == 0 || judging == Judging::values) return {};
  if (classes == 1 && judging != Judging::classes) {
    warnings.emplace_back("The data have one class only: AUC needs samples of the other kind as well.");
    return {};
  }
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

// The alternative that the model recognizes most with, or what is usual where that is no more than chance.
void choose_by_trials(const PreprocessingGuess& guess, const std::vector<Trial>& trials, const Dataset& data, ChosenPreprocessing& out) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < trials.size(); ++i)
    found.push_back(cat(guess.alternatives[i].name, ": ", trials[i].right, " of ", trials[i].samples));
  const auto by_right = [](const Trial& a, const Trial& b) { return a.right < b.right; };
  const auto by_order = [](const Trial& a, const Trial& b) { return a.right_in_order < b.right_in_order; };
  const auto best = std::max_element(trials.begin(), trials.end(), by_right),
             other = std::max_element(trials.begin(), trials.end(), by_order);
  const std::int64_t chance = best->samples * 2 / std::max<std::int64_t>(std::ssize(data.class_names()), 2);
  const bool out_of_order = other->out_of_order() && 10 * (other->right_in_order - best->right) >= best->samples;
  const auto chosen = static_cast<std::size_t>((out_of_order ? other : best) - trials.begin());
  out.confirmed = out_of_order || best->right > chance;
  if (out.confirmed) out.preprocessing = guess.alternatives[chosen].preprocessing;
  if (out_of_order) {
    out.warnings.push_back(order_warning(*other, data));
  } else if (out.confirmed) {
    out.reasons.push_back(
        cat("The labels confirm ", guess.alternatives[chosen].name, ": right answers of the model with ", join(found, ", ")));
  } else {
    if (!guess.choice.empty()) out.reasons.push_back(guess.choice);
    out.warnings.push_back("the float model recognizes little with any preprocessing that was tried (" + join(found, ", ") +
                           "): give the one that it was trained with in the recipe");
  }
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

std::shared_ptr<const Dataset> fit_labels(const Graph& graph, std::shared_ptr<const Dataset> data, std::vector<std::string>& notes) {
  if (graph.value_elements(graph.outputs[0]) != 1) return data;
  std::shared_ptr<const Dataset> targets = labels_as_targets(data);
  if (!targets) return data;
  notes.push_back(cat("The model answers one number: the labels, ", data->class_names().front(), " to ", data->class_names().back(),
                      ", are taken for what it should answer. Labels of two classes would be 0 and 1."));
  return targets;
}

Result<Splits> splits_of(const Dataset& data, const Recipe& recipe) {
  return make_splits(data, {.calibration = recipe.calibration, .tuning = recipe.tuning, .evaluation = recipe.evaluation}, recipe.seed);
}

std::vector<std::int64_t> spread_over(const Dataset& data, std::int64_t most) {
  const std::int64_t count = most > 0 ? std::min(most, data.size()) : data.size();
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0; i < count; ++i) out.push_back(i * data.size() / count);
  return out;
}

namespace {

Task<Result<ChosenPreprocessing>> guess_and_try(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                std::vector<std::int64_t> tried_on, int threads) {
  const std::vector<ModelInput> inputs = model_inputs(*graph);
  THIMBLE_CO_TRY(PreprocessingGuess guess, guess_preprocessing(*data, inputs));
  ChosenPreprocessing out{.preprocessing = guess.preprocessing, .reasons = guess.reasons, .warnings = {}};
  const bool can_measure = !guess.alternatives.empty() && !data->class_names().empty() && !tried_on.empty() &&
                           judging_of(*graph, std::ssize(data->class_names()), data->target_width()) == Judging::classes;
  std::vector<Trial> trials;
  if (can_measure) {
    THIMBLE_CO_TRY(trials, co_await try_preprocessing(job, graph, data, guess.alternatives, std::move(tried_on), threads));
  }
  if (trials.size() > 1) {
    choose_by_trials(guess, trials, *data, out);
    co_return out;
  }
  if (!guess.choice.empty()) out.reasons.push_back(guess.choice);
  out.warnings = guess.warnings;
  if (trials.size() == 1 && trials[0].out_of_order()) out.warnings.push_back(order_warning(trials[0], *data));
  co_return out;
}

}  // namespace

Task<Result<ChosenPreprocessing>> choose_preprocessing(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                       GivenPreprocessing given, std::vector<std::int64_t> tried_on, int threads) {
  if (given.json.empty()) co_return co_await guess_and_try(job, graph, std::move(data), std::move(tried_on), threads);
  ChosenPreprocessing out;
  THIMBLE_CO_TRY(out.preprocessing, parse_preprocessing(given.json).in("preprocessing"));
  if (given.guessed) {
    Result<ChosenPreprocessing> again = co_await guess_and_try(job, graph, std::move(data), std::move(tried_on), threads);
    if (again.ok() && preprocessing_json(again->preprocessing) == preprocessing_json(out.preprocessing)) co_return again;
    if (!again.ok() && again.error().code() == ErrorCode::cancelled) co_return again;
  }
  out.reasons.push_back("as the recipe says");
  co_return out;
}

Task<Result<PreparedData>> prepare_data(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data, Recipe recipe,
                                        int threads) {
  GivenPreprocessing given{recipe.preprocessing, recipe.guessed};
  if (has_integer_activations(*graph))
    co_return co_await prepare_whole(job, graph, std::move(data), std::move(given), recipe.evaluation, threads);
  PreparedData out;
  data = fit_labels(*graph, std::move(data), out.warnings);
  THIMBLE_CO_TRY(Splits splits, splits_of(*data, recipe));
  out.warnings.insert(out.warnings.end(), splits.warnings.begin(), splits.warnings.end());
  THIMBLE_CO_TRY_VOID(check_classes(*graph, *data, out.warnings));
  std::vector<std::int64_t> for_trials = splits.calibration;
  for_trials.insert(for_trials.end(), splits.tuning.begin(), splits.tuning.end());
  std::sort(for_trials.begin(), for_trials.end());
  THIMBLE_CO_TRY(ChosenPreprocessing chosen, co_await choose_preprocessing(job, graph, data, std::move(given), for_trials, threads));
  THIMBLE_CO_TRY(const std::shared_ptr<const Samples> all, through(out, std::move(chosen), *graph, data));
  out.calibration = std::make_shared<SampleSubset>(all, std::move(splits.calibration));
  if (!splits.tuning.empty()) out.tuning = std::make_shared<SampleSubset>(all, std::move(splits.tuning));
  out.evaluation = std::make_shared<SampleSubset>(all, std::move(splits.evaluation));
  co_return out;
}

Task<Result<PreparedData>> prepare_whole(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data, GivenPreprocessing given,
                                         std::int64_t most, int threads) {
  PreparedData out;
  if (data->size() == 0) co_return bad_data("no samples");
  data = fit_labels(*graph, std::move(data), out.warnings);
  THIMBLE_CO_TRY_VOID(check_classes(*graph, *data, out.warnings));
  std::vector<std::int64_t> indices = spread_over(*data, most);
  THIMBLE_CO_TRY(ChosenPreprocessing chosen, co_await choose_preprocessing(job, graph, data, std::move(given), indices, threads));
  THIMBLE_CO_TRY(const std::shared_ptr<const Samples> all, through(out, std::move(chosen), *graph, data));
  out.evaluation = std::make_shared<SampleSubset>(all, std::move(indices));
  co_return out;
}

}  // namespace thimble
