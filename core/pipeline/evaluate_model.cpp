#include "core/pipeline/evaluate_model.h"

#include <utility>

#include "core/pipeline/compare_candidates.h"
#include "core/pipeline/judge.h"
#include "core/pipeline/prepare_data.h"
#include "core/pipeline/readable_samples.h"

namespace thimble {
Task<Result<EvaluationReport>> evaluate_model(JobControl& job, std::shared_ptr<const OpenModel> model, std::shared_ptr<const Dataset> data,
                                              std::string preprocessing, std::int64_t most, int threads) {
  EvaluationReport out;
  data = fit_labels(model->graph, std::move(data), out.warnings);
  ChooseSamples choose = [most](const Dataset& all) { return Result(spread_over(all, most)); };
  THIMBLE_CO_TRY(ReadableSamples readable, co_await readable_samples(job, std::move(data), std::move(choose)));
  data = std::move(readable.data);
  out.data_summary = data->summary();
  if (most == 0) out.left_out = std::move(readable.left_out);  // others are numbered as they were chosen
  GivenPreprocessing given{.json = std::move(preprocessing)};
  THIMBLE_CO_TRY(PreparedData prepared, co_await prepare_whole(job, &model->graph, data, std::move(given), most, threads));
  out.preprocessing = preprocessing_json(prepared.preprocessing);
  out.notes = std::move(prepared.reasons);
  out.warnings.insert(out.warnings.end(), readable.warnings.begin(), readable.warnings.end());
  out.warnings.insert(out.warnings.end(), prepared.warnings.begin(), prepared.warnings.end());
  BaselineAnswers answers;
  JudgeProgress progress = [&job](std::int64_t done, std::int64_t of) { job.progress("judge", done, of); };
  THIMBLE_CO_TRY(const Judgement judgement,
                 co_await judge_baseline(job, &model->graph, prepared.evaluation, threads, std::move(progress), &answers));
  out.metrics = judgement.metrics;
  if (std::string missing = missing_truth(model->graph, *prepared.evaluation, out.metrics, false); !missing.empty())
    out.warnings.push_back(std::move(missing));
  out.classes = std::move(answers.classes);
  out.score = choose_score(out.metrics, true, false);
  if (out.score == "sqnr") out.score = "none";
  co_return out;
}

}  // namespace thimble
