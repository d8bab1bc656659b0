#include "core/pipeline/try_preprocessing.h"

#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/data/preprocessed_samples.h"
#include "core/data/without_samples.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/prepare_data.h"
#include "core/pipeline/score.h"

namespace thimble {
namespace {

constexpr std::size_t kTrialSamples = 100, kMostShown = 5;

// Every n-th, so that classes which stand in a row in the data set are all tried.
std::vector<std::int64_t> spread(const std::vector<std::int64_t>& indices, std::size_t count) {
  std::vector<std::int64_t> out;
  const std::size_t taken = std::min(count, indices.size());
  for (std::size_t i = 0; i < taken; ++i) out.push_back(indices[i * indices.size() / taken]);
  return out;
}

using Answers = std::map<std::int32_t, std::map<std::int32_t, std::int64_t>>;  // of each label: how often the model gave each class

void find_order(const Answers& answers, std::size_t classes, Trial& out) {
  out.order.assign(classes, -1);
  std::vector<std::int32_t> taken;
  for (const auto& [label, counts] : answers) {
    const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    out.order[static_cast<std::size_t>(label)] = most->first;
    out.right_in_order += most->second;
    taken.push_back(most->first);
  }
  std::sort(taken.begin(), taken.end());
  if (std::adjacent_find(taken.begin(), taken.end()) == taken.end()) return;
  out.order.clear();
  out.right_in_order = 0;
}

Task<Result<Trial>> one_trial(JobControl& job, NetworkRunner* runner, std::shared_ptr<const Dataset> data,
                              std::shared_ptr<const Samples> samples, std::vector<std::int64_t> indices, std::size_t classes) {
  Trial out;
  Answers answers;
  for (const std::int64_t index : indices) {
    Result<Sample> read = samples->read(index);
    if (!read.ok() && is_a_file_a_sample(*data)) continue;  // the job leaves it out as well, and says so
    THIMBLE_CO_TRY(const Sample sample, std::move(read));
    THIMBLE_CO_TRY(const std::vector<std::vector<float>> outputs, runner->run(sample.inputs));
    const std::int32_t answer = argmax(outputs[0]);
    out.right += answer == sample.label ? 1 : 0;
    ++out.samples;
    ++answers[sample.label][answer];
    co_await job.pause();
  }
  find_order(answers, classes, out);
  co_return out;
}

}  // namespace

Task<Result<std::vector<Trial>>> try_preprocessing(JobControl& job, const Graph* graph, std::shared_ptr<const Dataset> data,
                                                   std::vector<PreprocessingGuess::Alternative> alternatives,
                                                   std::vector<std::int64_t> tried_on, int threads) {
  THIMBLE_CO_TRY(NetworkRunner runner, NetworkRunner::create(*graph, threads));
  const std::vector<std::int64_t> indices = spread(tried_on, kTrialSamples);
  const std::size_t classes = data->class_names().size();
  std::vector<Trial> out;
  for (const PreprocessingGuess::Alternative& tried : alternatives) {
    THIMBLE_CO_TRY(const auto samples, PreprocessedSamples::make(data, tried.preprocessing, model_inputs(*graph)));
    THIMBLE_CO_TRY(Trial trial, co_await one_trial(job, &runner, data, samples, indices, classes));
    out.push_back(std::move(trial));
    job.progress("preprocessing", std::ssize(out), std::ssize(alternatives));
  }
  co_return out;
}

std::string order_warning(const Trial& trial, const Dataset& data) {
  const std::vector<std::string> names = data.class_names();
  std::vector<std::pair<std::int32_t, std::string>> theirs;
  std::vector<std::string> shown, renamed;
  for (std::size_t i = 0; i < trial.order.size(); ++i) {
    if (trial.order[i] < 0) continue;
    if (shown.size() < kMostShown) shown.push_back(cat("'", names[i], "' is its class ", trial.order[i]));
    theirs.emplace_back(trial.order[i], names[i]);
  }
  if (theirs.size() > shown.size()) shown.push_back(cat(theirs.size() - shown.size(), " more"));
  std::sort(theirs.begin(), theirs.end());
  const std::string zero = theirs.size() > 10 ? "0" : "";
  for (const auto& [number, name] : theirs) {
    if (renamed.size() < 3) renamed.push_back(cat(number < 10 ? zero : std::string(), number, "_", name));
  }
  return cat("The model tells the classes apart, but numbers them otherwise than the data: ", join(shown, ", "), "; ", trial.right_in_order,
             " of ", trial.samples, " answers would be right then, ", trial.right,
             " are as it is. Name the classes so that they sort as the model has them: ", join(renamed, ", "),
             theirs.size() > 3 ? " ..." : ".");
}

}  // namespace thimble
