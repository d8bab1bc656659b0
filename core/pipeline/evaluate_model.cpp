#include "core/pipeline/evaluate_model.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/data/guess_preprocessing.h"
#include "core/data/preprocessed_samples.h"
#include "core/data/splits.h"
#include "core/pipeline/compare_candidates.h"
#include "core/pipeline/judge.h"
#include "core/pipeline/prepare_data.h"

namespace thimble {
namespace {

std::vector<std::int64_t> spread(std::int64_t size, std::int64_t most) {
  const std::int64_t count = most > 0 ? std::min(most, size) : size;
  std::vector<std::int64_t> out;
  for (std::int64_t i = 0; i < count; ++i) out.push_back(i * size / count);
  return out;
}

Result<void> check_data(const Graph& graph, const Dataset& data, std::vector<std::string>& warnings) {
  if (data.size() == 0) return bad_data("no samples");
  const std::int64_t classes = std::ssize(data.class_names());
  const Judging judging = judging_of(graph, classes);
  if (classes == 0 || judging == Judging::values) return {};
  return check_labels(data, judging == Judging::classes ? graph.value_elements(graph.outputs[0]) : 2, warnings);
}

}  // namespace

Task<Result<EvaluationReport>> evaluate_model(JobControl& job, std::shared_ptr<const OpenModel> model, std::shared_ptr<const Dataset> data,
                                              std::string preprocessing, std::int64_t most, int threads) {
  EvaluationReport out;
  out.data_summary = data->summary();
  THIMBLE_CO_TRY_VOID(check_data(model->graph, *data, out.warnings));
  std::vector<std::int64_t> indices = spread(data->size(), most);
  THIMBLE_CO_TRY(ChosenPreprocessing chosen,
                 co_await choose_preprocessing(job, &model->graph, data, std::move(preprocessing), indices, threads));
  out.preprocessing = preprocessing_json(chosen.preprocessing);
  out.notes = std::move(chosen.reasons);
  for (std::string& warning : chosen.warnings) out.warnings.push_back(std::move(warning));
  const std::vector<ModelInput> inputs = model_inputs(model->graph);
  THIMBLE_CO_TRY(std::vector<std::string> ranges, check_ranges(chosen.preprocessing, *data, inputs[0]));
  for (std::string& warning : ranges) out.warnings.push_back(std::move(warning));
  THIMBLE_CO_TRY(const std::shared_ptr<const Samples> all, PreprocessedSamples::make(data, chosen.preprocessing, inputs));
  const auto samples = std::make_shared<SampleSubset>(all, std::move(indices));
  BaselineAnswers answers;
  JudgeProgress progress = [&job](std::int64_t done, std::int64_t of) { job.progress("judge", done, of); };
  THIMBLE_CO_TRY(const Judgement judgement, co_await judge_baseline(job, &model->graph, samples, threads, std::move(progress), &answers));
  out.metrics = judgement.metrics;
  out.score = choose_score(out.metrics, true, false);
  if (out.score == "sqnr") out.score = "none";
  co_return out;
}

}  // namespace thimble
