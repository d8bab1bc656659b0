#include "core/pipeline/optimize.h"

#include <chrono>
#include <utility>

#include "core/base/counts.h"
#include "core/base/note_lines.h"
#include "core/base/text.h"
#include "core/ops/op_def.h"
#include "core/pipeline/compare_candidates.h"
#include "core/pipeline/job_progress.h"
#include "core/pipeline/judge.h"
#include "core/pipeline/measure_candidate.h"
#include "core/pipeline/network_runner.h"
#include "core/pipeline/prepare_data.h"
#include "core/pipeline/readable_samples.h"
#include "core/pipeline/recommend.h"

namespace thimble {
namespace {

constexpr std::string_view kNoDataWarning =
    "NO DATA: nothing here says how accurate a candidate is; figures are footprint and speed only. Give samples with --data.";

// The job's parts, in order, hand each other this.
struct JobState {
  OptimizeInput input;
  PreparedData data;
  BaselineAnswers answers;
  OptimizeOutcome out;
  bool as_given = false;  // an integer network came in: it is the only candidate
  Metrics given = {};     // its figures
  std::string fingerprint = {};  // of what techniques are given; where made networks are asked for
};

template <typename Report>
void tell(const Diagnostics& items, Report& report) {
  for (std::string& line : note_lines(items.items(), Level::note)) report.notes.push_back(std::move(line));
  for (std::string& line : note_lines(items.items(), Level::warning)) report.warnings.push_back(std::move(line));
}

void describe_input(JobState& state) {
  OptimizeReport& report = state.out.report;
  const OpenModel& model = *state.input.model;
  report.thimble_version = THIMBLE_VERSION;
  report.model_name = model.graph.name;
  report.model_file = model.file_name;
  report.model_sha256 = model.sha256;
  report.model_format = model.format;
  report.baseline_bytes = model.file_bytes;
  report.seed = state.input.recipe.seed;
  report.target = state.input.devices.empty() ? "" : state.input.devices[0].id;
  report.limits = state.input.recipe.limits;
  report.goal = state.input.recipe.goal;
  report.score = "none";
  tell(model.notes, report);
  tell(state.input.data_notes, report);
}

// The recipe as it was really followed: preprocessing that was guessed and candidates that were implied stand in it.
void describe_recipe(JobState& state) {
  Recipe& recipe = state.input.recipe;
  if (state.input.data) {
    recipe.guessed = recipe.guessed || recipe.preprocessing.empty();
    recipe.preprocessing = preprocessing_json(state.data.preprocessing);
  }
  recipe.target = state.out.report.target;
  state.out.report.preprocessing = recipe.preprocessing;
  state.out.report.recipe = recipe_json(recipe);
}

void describe_data(JobState& state) {
  OptimizeReport& report = state.out.report;
  report.data_summary = state.input.data->summary();
  state.out.preprocessing_reasons = state.data.reasons;
  report.calibration_samples = state.data.calibration ? state.data.calibration->size() : 0;
  report.tuning_samples = state.data.tuning ? state.data.tuning->size() : 0;
  report.evaluation_samples = state.data.evaluation->size();
  for (const std::string& warning : state.data.warnings) report.warnings.push_back(warning);
}

JudgeProgress judging_progress(JobControl& job) {
  return [&job](std::int64_t done, std::int64_t of) { job.progress("judge", done, of); };
}

// Of a data set: what the job will read.
ChooseSamples samples_of(const JobState& state) {
  const Recipe& recipe = state.input.recipe;
  if (state.as_given)
    return [most = recipe.evaluation](const Dataset& data) -> Result<std::vector<std::int64_t>> { return spread_over(data, most); };
  return [recipe](const Dataset& data) -> Result<std::vector<std::int64_t>> {
    THIMBLE_TRY(Splits splits, splits_of(data, recipe));
    std::vector<std::int64_t> all = std::move(splits.calibration);
    all.insert(all.end(), splits.tuning.begin(), splits.tuning.end());
    all.insert(all.end(), splits.evaluation.begin(), splits.evaluation.end());
    return all;
  };
}

Task<Result<void>> measure_baseline(JobControl& job, JobState* state) {
  OptimizeReport& report = state->out.report;
  const Graph* graph = &state->input.model->graph;
  state->input.data = fit_labels(*graph, std::move(state->input.data), report.warnings);
  ChooseSamples choose = samples_of(*state);
  THIMBLE_CO_TRY(ReadableSamples readable, co_await readable_samples(job, state->input.data, std::move(choose)));
  const std::shared_ptr<const Dataset> data = readable.data;
  state->input.data = state->out.data = data;
  for (std::string& warning : readable.warnings) report.warnings.push_back(std::move(warning));
  THIMBLE_CO_TRY(state->data, co_await prepare_data(job, graph, data, state->input.recipe, state->input.threads));
  describe_data(*state);
  JudgeProgress progress = judging_progress(job);
  THIMBLE_CO_TRY(const Judgement judgement,
                 co_await judge_baseline(job, graph, state->data.evaluation, state->input.threads, std::move(progress), &state->answers));
  // With itself an integer network agrees in everything: that says nothing.
  report.score = choose_score(judgement.metrics, true, !state->as_given && !state->answers.classes.empty());
  if (state->as_given && report.score == "sqnr") report.score = "none";
  (state->as_given ? state->given : report.baseline) = judgement.metrics;
  report.baseline.unseen = !state->as_given;
  if (std::string missing = missing_truth(*graph, *state->data.evaluation, judgement.metrics, !state->as_given); !missing.empty())
    report.warnings.push_back(std::move(missing));
  co_return Result<void>();
}

// "ptq_int8", "ptq_int8_2": the same technique may be asked for with several options.
std::string unique_id(const OptimizeReport& report, const std::string& technique) {
  std::string id = technique;
  for (int i = 2;; ++i) {
    bool taken = false;
    for (const CandidateReport& candidate : report.candidates) taken = taken || candidate.id == id;
    if (!taken) return id;
    id = cat(technique, "_", i);
  }
}

const TechniqueDef* technique_of(const OptimizeInput& input, const std::string& name) {
  for (const NamedTechnique& technique : input.techniques) {
    if (technique.name == name) return technique.def;
  }
  return nullptr;
}

std::vector<std::shared_ptr<const Samples>> seen_by_techniques(const PreparedData& data) { return {data.calibration, data.tuning}; }

std::string key_of(const JobState& state, const CandidateRecipe& recipe) {
  const std::string options = recipe.options.to_json(), seed = std::to_string(state.input.recipe.seed);
  const std::string_view parts[] = {THIMBLE_VERSION, recipe.technique, options, seed, state.fingerprint};
  return made_network_key(parts);
}

// From what was made before, or made now.
Task<Result<MadeNetwork>> make_network(JobControl& job, const JobState* state, const TechniqueDef* def, CandidateRecipe recipe) {
  MadeNetwork made{.key = key_of(*state, recipe), .seconds = 0, .output = {}};
  if (const MadeNetwork* found = state->input.find_made ? state->input.find_made(made.key) : nullptr) co_return *found;
  TechniqueInput input{.model = &state->input.model->graph,
                       .calibration = state->data.calibration,
                       .tuning = state->data.tuning,
                       .options = recipe.options,
                       .seed = state->input.recipe.seed,
                       .threads = state->input.threads};
  const auto started = std::chrono::steady_clock::now();
  THIMBLE_CO_TRY(made.output, co_await def->run(job, std::move(input)));
  made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  THIMBLE_CO_TRY_VOID(verify(made.output.graph).in("the technique's graph"));
  co_await job.end_step();  // whoever hears of it may write all of it down
  if (state->input.on_made) state->input.on_made(made);
  co_return made;
}

// The technique's graph, checked and through the exact passes.
Task<Result<Graph>> make_graph(JobControl& job, const JobState* state, CandidateRecipe recipe, CandidateReport* candidate) {
  const TechniqueDef* def = technique_of(state->input, recipe.technique);
  if (!def) co_return invalid_argument("no technique `" + printable(recipe.technique) + "`", "See `thimble support`.");
  if (def->needs_data && !state->data.calibration)
    co_return invalid_argument("needs samples to calibrate with, and there are none",
                               "Give data: a few hundred samples like those of its use.");
  THIMBLE_CO_TRY(MadeNetwork network, co_await make_network(job, state, def, std::move(recipe)));
  TechniqueOutput& made = network.output;
  candidate->seconds = network.seconds;
  candidate->sensitivity = std::move(made.sensitivity);
  tell(made.notes, *candidate);
  THIMBLE_CO_TRY(const std::vector<PassRun> passes, run_passes(made.graph));
  for (const PassRun& run : passes) {
    if (run.applied > 0) candidate->notes.push_back(pass_note(run));
  }
  co_return std::move(made.graph);
}

// `graph`: what the candidate computes. Its metrics, sizes and how it stands.
Task<Result<void>> measure(JobControl& job, JobState* state, CandidateReport* candidate, const Graph* graph) {
  std::int64_t not_finite = 0;
  candidate->metrics = state->given;
  if (state->data.evaluation && !state->as_given) {
    JudgeProgress progress = judging_progress(job);
    THIMBLE_CO_TRY(Judgement judgement, co_await judge_candidate(job, graph, state->data.evaluation, state->input.threads,
                                                                 std::move(progress), &state->answers));
    candidate->metrics = std::move(judgement.metrics);
    candidate->metrics.unseen = true;
    not_finite = judgement.not_finite;
    if (judgement.sqnr_samples < candidate->metrics.samples)
      candidate->notes.push_back(cat("SQNR is over the first ", counted(judgement.sqnr_samples, "sample"), ": outputs are large"));
    state->out.disagreements[candidate->id] = std::move(judgement.disagreements);
  }
  OpenModel open;
  open.graph = *graph;
  open.file_name = state->input.model->file_name;
  THIMBLE_CO_TRY_VOID(co_await measure_candidate(job, &open, state->input.devices, &state->input.measure_code, candidate));
  rate_candidate(state->out.report, *candidate, not_finite);
  co_return Result<void>();
}

bool was_cancelled(const Result<void>& result) { return !result.ok() && result.error().code() == ErrorCode::cancelled; }

// One candidate from its recipe to its figures; whatever goes wrong is written into it.
Task<Result<void>> run_candidate(JobControl& job, JobState* state, CandidateRecipe recipe, CandidateReport* candidate) {
  const TechniqueDef* def = technique_of(state->input, recipe.technique);
  candidate->technique = recipe.technique;
  candidate->title = def ? std::string(def->title) : recipe.technique;
  candidate->options = recipe.options.to_json();
  Result<Graph> graph = co_await make_graph(job, state, std::move(recipe), candidate);
  const auto started = std::chrono::steady_clock::now();
  if (graph.ok()) {
    Result<void> measured = co_await measure(job, state, candidate, &*graph);
    // Whoever leaves while a compiler runs leaves the job: that is no fault of the candidate.
    if (was_cancelled(measured)) co_return measured;
    if (measured.ok()) {
      state->out.graphs.insert_or_assign(candidate->id, std::move(*graph));
    } else {
      candidate->failure = measured.error().to_string();
    }
  } else {
    candidate->failure = graph.error().to_string();
  }
  drop_repeats(candidate->notes);
  drop_repeats(candidate->warnings);
  candidate->failed = !candidate->failure.empty();
  candidate->seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  co_return Result<void>();
}

// An integer network is judged as it is: there is no float model to compare with, nor to make others from.
Task<Result<void>> run_as_given(JobControl& job, JobState* state, CandidateReport* candidate) {
  candidate->technique = candidate->id;
  candidate->title = "the network as given";
  candidate->options = "{}";
  const auto started = std::chrono::steady_clock::now();
  const Graph* graph = &state->input.model->graph;
  Result<void> measured = co_await measure(job, state, candidate, graph);
  if (was_cancelled(measured)) co_return measured;
  if (measured.ok()) state->out.graphs.insert_or_assign(candidate->id, *graph);
  if (!measured.ok()) candidate->failure = measured.error().to_string();
  candidate->failed = !measured.ok();
  candidate->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  co_return Result<void>();
}

// Every built-in device with the nearest candidate: what would fit.
Task<Result<std::vector<DeviceFit>>> try_devices(JobControl& job, std::shared_ptr<const OpenModel> open) {
  std::vector<DeviceFit> out;
  std::int64_t done = 0;
  for (const Device& device : builtin_devices()) {
    const Result<NetworkProgram> program = build_network(*open, &device);
    if (program.ok()) out.push_back({device.id, device.name, report_target(*program, device).fits});
    job.progress("devices that would fit", ++done, std::ssize(builtin_devices()));
    co_await job.pause();
  }
  co_return out;
}

Task<Result<void>> conclude(JobControl& job, JobState* state) {
  OptimizeReport& report = state->out.report;
  mark_front(report);
  report.recommendation = recommend(report);
  if (std::string warning = goal_warning(report); !warning.empty()) report.warnings.push_back(std::move(warning));
  drop_repeats(report.warnings);
  drop_repeats(report.notes);
  const std::string& chosen = report.recommendation.candidate;
  if (!chosen.empty()) {
    report.disagreements = state->out.disagreements[chosen];
    const Device* device = state->input.devices.empty() ? nullptr : &state->input.devices[0];
    THIMBLE_CO_TRY(report.chosen, build_model_report(*state->out.open(chosen), device, {}));
    co_return Result<void>();
  }
  std::vector<DeviceFit> devices;
  const CandidateReport* nearest = nearest_candidate(report);
  if (const auto open = nearest ? state->out.open(nearest->id) : nullptr) {
    THIMBLE_CO_TRY(devices, co_await try_devices(job, open));
  }
  report.recommendation.advice = advice_for(report, devices);
  co_return Result<void>();
}

}  // namespace

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
  JobState state{.input = std::move(input), .data = {}, .answers = {}, .out = {}};
  JobProgress progress(job);
  describe_input(state);
  OptimizeReport& report = state.out.report;
  state.as_given = has_integer_activations(state.input.model->graph);
  std::vector<CandidateRecipe>& recipes = state.input.recipe.candidates;
  if (recipes.empty() && !state.as_given) recipes = default_candidates(state.input.techniques);
  // The baseline is one network to judge; a candidate is made, too.
  const double parts = 1 + 2 * static_cast<double>(state.as_given ? 1 : recipes.size());
  if (state.input.data) {
    progress.enter("baseline", 0, 1 / parts);
    THIMBLE_CO_TRY_VOID(co_await measure_baseline(job, &state));
  } else {
    report.warnings.emplace_back(kNoDataWarning);
  }
  describe_recipe(state);
  if (state.input.find_made || state.input.on_made) {
    std::vector<std::shared_ptr<const Samples>> seen = seen_by_techniques(state.data);
    THIMBLE_CO_TRY(state.fingerprint, co_await fingerprint(job, &state.input.model->graph, std::move(seen)));
  }
  const std::size_t count = state.as_given ? 1 : recipes.size();
  if (state.as_given) report.notes.emplace_back("an integer network came in: it is judged as it is; techniques start from float models");
  report.candidates.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    CandidateReport candidate;
    candidate.id = unique_id(report, state.as_given ? std::string(kAsGiven) : recipes[i].technique);
    progress.enter(candidate.id, (1 + 2 * static_cast<double>(i)) / parts, (3 + 2 * static_cast<double>(i)) / parts);
    if (state.as_given) {
      THIMBLE_CO_TRY_VOID(co_await run_as_given(job, &state, &candidate));
    } else {
      THIMBLE_CO_TRY_VOID(co_await run_candidate(job, &state, recipes[i], &candidate));
    }
    report.candidates.push_back(std::move(candidate));
    if (on_candidate) on_candidate(report.candidates.back());
    co_await job.pause();
  }
  progress.enter("", 1, 1);
  THIMBLE_CO_TRY_VOID(co_await conclude(job, &state));
  job.progress("done", 1, 1);
  co_return std::move(state.out);
}

}  // namespace thimble
