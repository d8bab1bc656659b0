#include "core/pipeline/optimize.h"

#include <utility>

namespace thimble {

std::shared_ptr<const OpenModel> OptimizeOutcome::open(const std::string& candidate) const {
  const auto found = graphs.find(candidate);
  if (found == graphs.end()) return nullptr;
  auto out = std::make_shared<OpenModel>();
  out->graph = found->second;
  out->file_name = report.model_file;
  out->format = report.model_format;
  out->sha256 = report.model_sha256;
  out->file_bytes = report.baseline_bytes;
  return out;
}

Task<Result<OptimizeOutcome>> optimize(JobControl& job, OptimizeInput input, std::function<void(const CandidateReport&)> on_candidate) {
  OptimizeOutcome out;
  out.report.model_file = input.model->file_name;
  out.report.recipe = recipe_json(input.recipe);
  out.report.seed = input.recipe.seed;
  job.progress("start", 0, 1);
  co_await job.pause();
  if (on_candidate && !out.report.candidates.empty()) on_candidate(out.report.candidates[0]);
  co_return out;
}

}  // namespace thimble
