#include <cstdio>

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/pipeline/optimized_package.h"
#include "core/report/optimize_report_json.h"
#include "native/cli/job_input.h"
#include "native/cli/job_recipe.h"
#include "native/cli/show.h"
#include "native/cli/show_report.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kSizeOption,
                                  {"-o", "FILE", "the file to write; its ending says the format (.tflite, .onnx)"},
                                  kDataOption,
                                  kLabelOption,
                                  {"--technique", "NAME", "how (default ptq_int8)"},
                                  kSetOption,
                                  kCalibrationOption,
                                  kEvaluationOption,
                                  kRecipeOption,
                                  kSeedOption,
                                  kThreadsOption,
                                  {"--force", "", "replace what is there"},
                                  kFloatSampleOption,
                                  kJsonOption};
constexpr std::string_view kExamples[] = {"thimble quantize model.onnx --data images/ -o model_int8.tflite",
                                          "thimble quantize model.onnx --technique float16 -o model_f16.onnx",
                                          "thimble quantize --sample --set observer=percentile -o digits.tflite"};

Result<Recipe> one_technique(const Arguments& arguments) {
  THIMBLE_TRY(Recipe recipe, job_recipe(arguments, "ptq_int8"));
  if (recipe.candidates.size() != 1)
    return invalid_argument(cat(recipe.candidates.size(), " techniques, expected one"), "`thimble optimize` compares several.");
  return recipe;
}

Result<OptimizeOutcome> work(const Arguments& arguments, Recipe recipe, std::shared_ptr<const OpenModel> model) {
  THIMBLE_TRY(const int threads, job_threads(arguments, *model));
  THIMBLE_TRY(const std::optional<Device> device, job_device(recipe));
  OptimizeInput input{.model = model, .data = nullptr, .recipe = std::move(recipe), .devices = {}, .threads = threads};
  THIMBLE_TRY(input.data, job_data(arguments, *model, input.data_notes));
  if (device) input.devices.push_back(*device);
  JobControl job;
  ProgressLine line(!arguments.has("--json"));
  job.on_progress = [&](const JobControl::Progress& progress) { line.hear(progress); };
  return run_job(job, optimize(job, std::move(input)));
}

Result<ExitCode> run(const Arguments& arguments) {
  const InterruptGuard guard;
  const auto goal = arguments.get("-o");
  if (!goal) return invalid_argument("no file to write given", "Name it with -o; written are " + writable_formats() + ".");
  const FormatDef* format = format_of_file_name(*goal);
  if (!format || !format->save)
    return invalid_argument("no format that is written has this ending", "Written are " + writable_formats() + ".").in(*goal);
  THIMBLE_TRY(const std::shared_ptr<const OpenModel> model, job_model(arguments));
  THIMBLE_TRY(Recipe recipe, one_technique(arguments));
  THIMBLE_TRY_VOID(check_goal(*goal, GoalKind::file, arguments.has("--force")));
  THIMBLE_TRY(const OptimizeOutcome outcome, work(arguments, std::move(recipe), model));
  const CandidateReport& candidate = outcome.report.candidates[0];
  if (candidate.failed) return Error(ErrorCode::bad_data, candidate.failure).in(candidate.id);
  Diagnostics notes;
  THIMBLE_TRY(const std::vector<std::byte> bytes, optimized_file(outcome, candidate.id, format->name, notes));
  THIMBLE_TRY_VOID(write_whole_file(*goal, bytes, arguments.has("--force")));
  const ExitCode code = candidate.meets_limits ? ExitCode::done : ExitCode::does_not_fit;
  if (arguments.has("--json")) {
    std::printf("%s", to_json(outcome.report).c_str());
    return code;
  }
  print_candidates(outcome.report);
  if (candidate.collapsed) std::printf("\ncollapsed: %s\n", candidate.collapse_reason.c_str());
  print_list("Limits of the recipe that it breaks", candidate.broken_limits);
  print_notes("  ", candidate.warnings, candidate.notes);
  print_notes("  ", outcome.report.warnings, outcome.report.notes);
  std::printf("\n%s: %s\n", goal->c_str(), bytes_text(std::ssize(bytes)).c_str());
  return code;
}

}  // namespace

extern const CommandDef command_quantize{.name = "quantize",
                                         .doc = "one technique on a float network, measured, as a model file",
                                         .operands = "MODEL",
                                         .options = kOptions,
                                         .examples = kExamples,
                                         .run = run};

}  // namespace thimble::cli
