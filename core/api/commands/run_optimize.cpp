#include <algorithm>
#include <chrono>

#include "core/api/task_job.h"
#include "core/api/workspace.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/targets/device.h"
#include "core/view/run_view.h"
#include "core/pipeline/network_runner.h"

namespace thimble {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kViewInterval{100};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The rows of RunView, kept up to date from what the job tells: phases are named "ptq_int8: judge".
class RunRows {
 public:
  RunRows(const Recipe& recipe, const OpenModel& model, bool has_data) {
    info_.model = model.file_name;
    const bool integer = has_integer_activations(model.graph);
    if (has_data) add("baseline", "baseline", integer ? "judged on the samples" : "float, as it is");
    if (integer) {
      add(std::string(kAsGiven), std::string(kAsGiven), "the network as given");
      return;
    }
    for (const CandidateRecipe& candidate : recipe.candidates) {
      const TechniqueDef* def = find_technique(candidate.technique);
      std::string id = candidate.technique;
      for (int i = 2; find(id); ++i) id = cat(candidate.technique, "_", i);
      add(id, candidate.technique, def ? std::string(def->title) : candidate.technique);
    }
  }

  void hear(const JobControl::Progress& progress) {
    const std::size_t colon = progress.phase.find(": ");
    const std::string_view part = colon == std::string_view::npos ? progress.phase : progress.phase.substr(0, colon);
    const std::size_t at = index_of(part);
    if (at >= info_.rows.size()) return;
    finish_before(at);
    RunRowInfo& row = info_.rows[at];
    if (row.state == RunState::waiting) {
      row.state = RunState::running;
      row_start_ = Clock::now();
    }
    const std::string phase(colon == std::string_view::npos ? std::string_view() : progress.phase.substr(colon + 2));
    if (phase != row.phase) phase_start_ = Clock::now();
    row.phase = phase;
    row.done = progress.done;
    row.of = progress.of;
    row.seconds = seconds_since(row_start_);
    const double behind = seconds_since(phase_start_);
    // From a second on; sooner it would be a guess.
    row.seconds_left = behind > 1 && progress.done > 0 && progress.of > progress.done
                           ? std::optional(behind * static_cast<double>(progress.of - progress.done) / static_cast<double>(progress.done))
                           : std::nullopt;
  }

  void finish(const CandidateReport& report) {
    const std::size_t at = index_of(report.id);
    if (at >= info_.rows.size()) return;
    finish_before(at);
    RunRowInfo& row = info_.rows[at];
    row.state = report.failed ? RunState::failed : RunState::done;
    row.seconds = report.seconds;
    row.report = report;
  }

  // Once more, when everything is over.
  void finish_all() {
    finish_before(info_.rows.size());
    info_.finished = true;
  }

  ViewBytes view() {
    info_.seconds = seconds_since(start_);
    return build_run_view(info_);
  }

 private:
  void add(std::string id, std::string technique, std::string title) {
    ids_.push_back(std::move(id));
    info_.rows.push_back({.technique = std::move(technique), .title = std::move(title)});
  }
  bool find(std::string_view id) const { return index_of(id) < ids_.size(); }
  std::size_t index_of(std::string_view id) const {
    return static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
  }
  // The job goes from row to row: what stands before the one it speaks of is over.
  void finish_before(std::size_t at) {
    for (std::size_t i = 0; i < at; ++i) {
      if (info_.rows[i].state == RunState::running) info_.rows[i].state = RunState::done;
    }
  }

  RunInfo info_;
  std::vector<std::string> ids_;
  Clock::time_point start_ = Clock::now(), row_start_ = start_, phase_start_ = start_;
};

std::string first_choice(const OptimizeReport& report) {
  if (!report.recommendation.candidate.empty()) return report.recommendation.candidate;
  for (const CandidateReport& candidate : report.candidates) {
    if (!candidate.failed && !candidate.collapsed) return candidate.id;
  }
  return {};
}

Task<Result<Outcome>> run(TaskContext& context, Workspace& workspace, OptimizeInput input) {
  auto job = std::make_shared<FinishedJob>();
  job->model = input.model;
  job->recipe = input.recipe;
  RunRows rows(input.recipe, *input.model, input.data != nullptr);
  auto last_view = Clock::now();
  context.reporter->view("run", rows.view());
  context.job.on_progress = [&](const JobControl::Progress& progress) {
    rows.hear(progress);
    context.reporter->progress(progress.phase, static_cast<int>(progress.done), static_cast<int>(progress.of));
    if (Clock::now() - last_view < kViewInterval) return;
    last_view = Clock::now();
    context.reporter->view("run", rows.view());
  };
  input.find_made = [&workspace](std::string_view key) { return workspace.find_made(key); };
  input.on_made = [&](MadeNetwork made) {
    context.reporter->view("checkpoint", save_made_network(made));
    workspace.keep(std::move(made));
  };
  const auto on_candidate = [&](const CandidateReport& report) {
    rows.finish(report);
    context.reporter->view("run", rows.view());
  };
  THIMBLE_CO_TRY(OptimizeOutcome outcome, co_await optimize(context.job, std::move(input), on_candidate));
  rows.finish_all();
  context.reporter->view("run", rows.view());
  job->data = outcome.data;
  job->outcome = std::make_shared<const OptimizeOutcome>(std::move(outcome));
  workspace.job = job;
  workspace.check.reset();
  workspace.chosen = first_choice(job->outcome->report);
  results_view(workspace, *context.reporter);
  plan_view(workspace, *context.reporter);  // what came of each technique stands beside it
  if (const auto shown = shown_model_of(workspace); shown.ok())
    THIMBLE_CO_TRY_VOID(report_views(**shown, workspace.target, *context.reporter));
  JsonWriter body;
  body.begin_object().field("recommended", job->outcome->report.recommendation.candidate).end_object();
  co_return Outcome{.body = body.take(), .blobs = {}};
}

JobResult start(Workspace& workspace, const CommandInput&) {
  THIMBLE_TRY(auto model, open_model_of(workspace));
  if (workspace.data && !workspace.data_trouble.empty()) return invalid_argument(workspace.data_trouble, "look at Data");
  THIMBLE_TRY(Recipe recipe, workspace.plan.recipe(workspace.target));
  OptimizeInput input{.model = model,
                      .data = workspace.data ? workspace.data->data : nullptr,
                      .recipe = {},
                      .devices = {},
                      .threads = threads_worth(model->graph, workspace.threads)};
  if (!input.data) {
    std::erase_if(recipe.candidates, [](const CandidateRecipe& candidate) {
      const TechniqueDef* def = find_technique(candidate.technique);
      return def && def->needs_data;
    });
  }
  if (workspace.data) input.data_notes = workspace.data->notes;
  const bool integer = has_integer_activations(model->graph);
  if (integer) recipe.candidates.clear();
  if (recipe.candidates.empty() && !integer)
    return invalid_argument("no technique is left to run", "choose one under Plan, or open samples under Data");
  if (const Device* device = workspace.target.empty() ? nullptr : find_device(workspace.target)) input.devices.push_back(*device);
  input.recipe = std::move(recipe);
  return JobResult(
      std::make_unique<TaskJob>([&workspace, &input](TaskContext& context) { return run(context, workspace, std::move(input)); }));
}

}  // namespace

const CommandDef command_run_optimize{
    .name = "run_optimize",
    .doc = "{}: the plan; views run and checkpoint (while it runs), results, plan, model, memory, targets; done {recommended}",
    .start = start};

}  // namespace thimble
