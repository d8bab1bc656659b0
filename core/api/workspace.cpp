#include "core/api/workspace.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/pipeline/network_runner.h"
#include "core/targets/device.h"
#include "core/view/results_view.h"
#include "core/view/views.h"

namespace thimble {

namespace {

// Of networks that are kept for the next run.
constexpr std::size_t kMostMade = 32, kMostMadeBytes = std::size_t{128} << 20;

std::size_t constant_bytes(const MadeNetwork& made) {
  std::size_t out = 0;
  for (const Blob& constant : made.output.graph.constants) out += constant.size();
  return out;
}

// Pictures of the samples that the report speaks of. One that cannot be read any more goes without.
void add_pictures(const FinishedJob& job, const std::vector<SampleDisagreement>& samples, ResultsInfo& to) {
  if (!job.data || samples.empty()) return;
  for (const SampleDisagreement& sample : samples) {
    const Result<RawSample> raw = job.data->read(sample.index);
    to.pictures.push_back(raw.ok() ? picture_of(*raw) : Picture());
  }
}

std::int64_t parameters_of(const Graph& graph) {
  std::int64_t out = 0;
  for (std::size_t i = 0; i < graph.values.size(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (graph.constant(id)) out += graph.value_elements(id);
  }
  return out;
}

void add_last_run(const OptimizeReport& report, PlanInfo& to) {
  for (PlanTechniqueInfo& technique : to.techniques) {
    for (const CandidateReport& candidate : report.candidates) {
      if (candidate.technique == technique.name) technique.last = candidate;
    }
  }
}

}  // namespace

void Workspace::keep(MadeNetwork network) {
  std::erase_if(made, [&](const MadeNetwork& each) { return each.key == network.key; });
  made.push_back(std::move(network));
  std::size_t bytes = 0;
  for (const MadeNetwork& each : made) bytes += constant_bytes(each);
  for (; made.size() > kMostMade || bytes > kMostMadeBytes; made.pop_front()) bytes -= constant_bytes(made.front());
}

const MadeNetwork* Workspace::find_made(std::string_view key) const {
  const auto found = std::find_if(made.begin(), made.end(), [&](const MadeNetwork& each) { return each.key == key; });
  return found == made.end() ? nullptr : &*found;
}

Result<void> report_views(const OpenModel& model, std::string_view target, Reporter& reporter) {
  const Device* device = target.empty() ? nullptr : find_device(target);
  THIMBLE_TRY(const ModelReport report, build_model_report(model, device, builtin_devices()));
  reporter.view("model", build_model_view(report));
  reporter.view("memory", build_memory_view(report));
  reporter.view("targets", build_targets_view(report, target));
  return {};
}

void plan_view(const Workspace& workspace, Reporter& reporter) {
  PlanSurroundings around;
  around.has_model = workspace.model != nullptr;
  around.float_model = workspace.model && !has_integer_activations(workspace.model->graph);
  around.has_data = workspace.data != nullptr;
  around.data_trouble = workspace.data ? workspace.data_trouble : "";
  around.samples = workspace.data ? workspace.data->data->size() : 0;
  around.target = workspace.target;
  PlanInfo info = workspace.plan.info(around);
  info.parameters = workspace.model ? parameters_of(workspace.model->graph) : 0;
  info.can_undo = workspace.plan_history.can_undo();
  info.can_redo = workspace.plan_history.can_redo();
  if (workspace.job && workspace.job->model == workspace.model) add_last_run(workspace.job->outcome->report, info);
  reporter.view("plan", build_plan_view(info));
}

void results_view(const Workspace& workspace, Reporter& reporter) {
  if (!workspace.job) return;
  const OptimizeOutcome& outcome = *workspace.job->outcome;
  OptimizeReport report = outcome.report;
  const auto differ = outcome.disagreements.find(workspace.chosen);
  if (differ != outcome.disagreements.end()) report.disagreements = differ->second;
  ResultsInfo info{.report = &report, .chosen = workspace.chosen, .class_names = {}, .pictures = {}};
  if (workspace.job->data) info.class_names = workspace.job->data->class_names();
  add_pictures(*workspace.job, report.disagreements, info);
  reporter.view("results", build_results_view(info));
}

Result<std::shared_ptr<const OpenModel>> open_model_of(const Workspace& workspace) {
  if (!workspace.model) return invalid_argument("no model is open", "open one first, by open_model");
  return workspace.model;
}

Result<std::shared_ptr<const OpenModel>> shown_model_of(const Workspace& workspace) {
  if (workspace.job && !workspace.chosen.empty()) {
    if (auto candidate = workspace.job->outcome->open(workspace.chosen)) return candidate;
  }
  return open_model_of(workspace);
}

Result<std::shared_ptr<const OpenModel>> candidate_of(const Workspace& workspace, JsonValue body) {
  if (!workspace.job) return invalid_argument("nothing has been optimized yet", "run the plan first, by run_optimize");
  const std::string id = body["candidate"].text_or(workspace.chosen);
  auto candidate = workspace.job->outcome->open(id);
  if (!candidate) return invalid_argument("no candidate \"" + printable(id) + "\"", "the results name those that could be made");
  return candidate;
}

}  // namespace thimble
