#include <unistd.h>

#include <cstdio>

#include "core/base/note_lines.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/pipeline/optimized_package.h"
#include "core/report/optimize_html.h"
#include "core/report/optimize_report_json.h"
#include "native/cli/ask.h"
#include "native/cli/job_input.h"
#include "native/cli/job_recipe.h"
#include "native/cli/measure_code.h"
#include "native/cli/show_report.h"

namespace thimble::cli {

extern const CommandDef command_optimize;

namespace {

constexpr OptionDef kOptions[] = {kSizeOption,
                                  kDataOption,
                                  kLabelOption,
                                  kTargetOption,
                                  kGoalOption,
                                  kMaxFlashOption,
                                  kMaxRamOption,
                                  kMaxLatencyOption,
                                  kMaxSizeOption,
                                  kMaxDropOption,
                                  kMinAccuracyOption,
                                  kTechniqueOption,
                                  kSetOption,
                                  kCalibrationOption,
                                  kEvaluationOption,
                                  kRecipeOption,
                                  kSeedOption,
                                  kThreadsOption,
                                  {"-o", "FOLDER", "what to write (default: the model's name and _optimized)"},
                                  {"--force", "", "replace what is there"},
                                  kNoCompilerOption,
                                  kFloatSampleOption,
                                  kJsonOption};
constexpr std::string_view kExamples[] = {
    "thimble optimize --sample --target stm32f411",
    "thimble optimize model.onnx --data images/ --target stm32f411 --max-flash 100K --max-accuracy-drop 1 -o firmware",
    "thimble optimize model.tflite --data test.npz --goal accuracy --technique ptq_int8,ptq_int16x8",
    "thimble optimize                       asks step by step"};

void add_file(std::vector<EmittedFile>& files, const std::string& path, Result<std::vector<std::byte>> bytes,
              std::vector<std::string>& notes) {
  if (!bytes.ok()) {
    notes.push_back("no " + path + ": " + bytes.error().to_string());
    return;
  }
  files.push_back({path, std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size())});
}

// Everything that the folder will hold; the package and the model files only where there is a recommended candidate.
Result<std::vector<EmittedFile>> result_files(const OptimizeOutcome& outcome, const Device* device, std::vector<std::string>& notes) {
  const OptimizeReport& report = outcome.report;
  std::vector<EmittedFile> files{{"report.json", to_json(report)}, {"report.html", optimize_html(report)}, {"recipe.json", report.recipe}};
  const std::string& chosen = report.recommendation.candidate;
  if (chosen.empty()) return files;
  Diagnostics diagnostics;
  add_file(files, "model.tflite", optimized_file(outcome, chosen, "tflite", diagnostics), notes);
  add_file(files, "model.onnx", optimized_file(outcome, chosen, "onnx", diagnostics), notes);
  JobControl job;
  Result<Package> package = run_job(job, optimized_package(job, &outcome, chosen, device, &diagnostics));
  if (package.ok()) {
    for (EmittedFile& file : package->files) files.push_back({"package/" + file.path, std::move(file.text)});
  } else if (package.error().code() == ErrorCode::cancelled) {
    return std::move(package).error();
  } else {
    notes.push_back("no package: " + package.error().to_string());
  }
  for (const Level level : {Level::warning, Level::note}) {
    for (std::string& line : note_lines(diagnostics.items(), level)) notes.push_back(std::move(line));
  }
  return files;
}

std::string goal_folder(const Arguments& arguments, const OpenModel& model) {
  return arguments.get("-o").value_or(model_name(model.file_name) + "_optimized");
}

std::string list_of(const std::vector<EmittedFile>& files) {
  std::vector<std::string> names;
  bool package = false;
  for (const EmittedFile& file : files) {
    if (!file.path.starts_with("package/")) names.push_back(file.path);
    package = package || file.path.starts_with("package/");
  }
  return join(names, ", ") + (package ? ", package/" : "");
}

void print_human(const OptimizeOutcome& outcome, const std::string& folder, const std::vector<EmittedFile>& files,
                 const std::vector<std::string>& notes) {
  const OptimizeReport& report = outcome.report;
  print_candidates(report);
  print_recommendation(report);
  print_list("How samples go in", outcome.preprocessing_reasons);
  if (!notes.empty()) std::printf("\nAbout the files\n");
  for (const std::string& note : notes) std::printf("  %s\n", note.c_str());
  std::printf("\nwritten to %s: %s\n", folder.c_str(), list_of(files).c_str());
}

Result<ExitCode> work(const Arguments& arguments) {
  const InterruptGuard guard;
  THIMBLE_TRY(const std::shared_ptr<const OpenModel> model, job_model(arguments));
  THIMBLE_TRY(const Recipe recipe, job_recipe(arguments));
  THIMBLE_TRY(const std::optional<Device> device, job_device(recipe));
  THIMBLE_TRY(const int threads, job_threads(arguments, *model));
  const std::string folder = goal_folder(arguments, *model);
  THIMBLE_TRY_VOID(check_goal(folder, GoalKind::folder, arguments.has("--force")));
  OptimizeInput input{.model = model, .data = nullptr, .recipe = recipe, .devices = {}, .threads = threads};
  THIMBLE_TRY(input.data, job_data(arguments, *model, input.data_notes));
  const std::string data_summary = input.data ? input.data->summary() : "NO DATA: footprint and speed only";

  JobControl job;
  if (device) input.devices.push_back(*device);
  if (!arguments.has("--no-compiler")) input.measure_code = measure_code;
  Result<OptimizeOutcome> outcome = invalid_argument("not run");
  {
    ProgressLine line(!arguments.has("--json"));
    line.say(format("%s, %s; %s", model->file_name.c_str(), bytes_text(model->file_bytes).c_str(), data_summary.c_str()));
    job.on_progress = [&](const JobControl::Progress& progress) { line.hear(progress); };
    outcome = run_job(job, optimize(job, std::move(input), [&](const CandidateReport& candidate) {
                        if (candidate.failed) line.say(candidate.id + ": " + candidate.failure);
                      }));
  }
  if (!outcome.ok()) return std::move(outcome).error();
  std::vector<std::string> notes;
  THIMBLE_TRY(const std::vector<EmittedFile> files, result_files(*outcome, device ? &*device : nullptr, notes));
  THIMBLE_TRY_VOID(write_folder(folder, files, arguments.has("--force")));
  if (arguments.has("--json")) {
    std::printf("%s", to_json(outcome->report).c_str());
  } else {
    print_human(*outcome, folder, files, notes);
  }
  return outcome->report.recommendation.candidate.empty() ? ExitCode::does_not_fit : ExitCode::done;
}

Result<ExitCode> run(const Arguments& arguments) {
  if (!arguments.empty()) return work(arguments);
  if (isatty(STDIN_FILENO) == 0)
    return invalid_argument("no model given", "Name a model file, or use --sample; on a terminal it would ask step by step.");
  THIMBLE_TRY(const std::vector<std::string> words, ask_for_job());
  THIMBLE_TRY(const Arguments asked, parse_arguments(command_optimize, words));
  return work(asked);
}

}  // namespace

extern const CommandDef command_optimize{.name = "optimize",
                                         .doc = "a float model and samples become a measured network that fits, with package and report",
                                         .operands = "MODEL",
                                         .options = kOptions,
                                         .examples = kExamples,
                                         .run = run};

}  // namespace thimble::cli
