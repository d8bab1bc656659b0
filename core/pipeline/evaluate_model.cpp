#include "core/pipeline/evaluate_model.h"

#include <utility>

#include "core/pipeline/compare_candidates.h"
#include "core/pipeline/judge.h"
#include "core/pipeline/prepare_data.h"

namespace thimble {
Task<Result<EvaluationReport>> evaluate_model(JobControl& job, std::shared_ptr<const OpenModel> model, std::shared_ptr<const Dataset> data,
                                              std::string preprocessing, std::int64_t most, int threads) {
  EvaluationReport out;
  out.data_summary = data->summary();
  THIMBLE_CO_TRY(PreparedData prepared, co_await prepare_whole(job, &model->graph, data, std::move(preprocessing), most, threads));
  out.preprocessing = preprocessing_json(prepared.preprocessing);
  out.notes = std::move(prepared.reasons);
  out.warnings = std::move(prepared.warnings);
  BaselineAnswers answers;
  JudgeProgress progress = [&job](std::int64_t done, std::int64_t of) { job.progress("judge", done, of); };
  THIMBLE_CO_TRY(const Judgement judgement,
                 co_await judge_baseline(job, &model->graph, prepared.evaluation, threads, std::move(progress), &answers));
  out.metrics = judgement.metrics;
  out.classes = std::move(answers.classes);
  out.score = choose_score(out.metrics, true, false);
  if (out.score == "sqnr") out.score = "none";
  co_return out;
}

}  // namespace thimble
