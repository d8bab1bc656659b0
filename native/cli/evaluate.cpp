#include "core/pipeline/evaluate_model.h"

#include <cstdio>

#include "core/base/note_lines.h"
#include "core/base/text.h"
#include "core/pipeline/compare_candidates.h"
#include "core/report/candidate_needs.h"
#include "core/report/optimize_report_json.h"
#include "native/cli/amounts.h"
#include "native/cli/job_input.h"
#include "native/cli/job_recipe.h"
#include "native/cli/show.h"

namespace thimble::cli {
namespace {

constexpr OptionDef kOptions[] = {kSizeOption,
                                  kDataOption,
                                  kLabelOption,
                                  kRecipeOption,
                                  kMinAccuracyOption,
                                  {"--samples", "N", "at most so many, spread over the data (default: all)"},
                                  kThreadsOption,
                                  kFloatSampleOption,
                                  {"--predictions", "FILE", "write the class that is answered for each sample (CSV)"},
                                  {"--force", "", "replace what is there"},
                                  kJsonOption};
constexpr std::string_view kExamples[] = {
    "thimble evaluate model.onnx --data test/", "thimble evaluate model_int8.tflite --data test.npz --json",
    "thimble evaluate model_int8.tflite --data test/ --min-accuracy 95%", "thimble evaluate --sample --samples 1000"};

void print_json(const OpenModel& model, const EvaluationReport& report, const std::optional<BrokenLimit>& broken) {
  JsonWriter json(2);
  json.begin_object().field("model", model.file_name).field("data", report.data_summary).key("preprocessing").raw(report.preprocessing);
  json.key("metrics");
  write_json(json, report.metrics);
  json.key("notes").begin_array();
  for (const std::string& note : report.notes) json.value(note);
  json.end_array().key("warnings").begin_array();
  for (const std::string& warning : report.warnings) json.value(warning);
  json.end_array().key("broken_limits").begin_array();
  if (broken) json.value(broken->text);
  std::printf("%s\n", json.end_array().end_object().text().c_str());
}

void print_score(const char* name, std::string_view score, const std::optional<Estimate>& found) {
  if (!found) return;
  const std::string interval = interval_text(score, *found);
  std::printf("  %-14s %s%s\n", name, score_number(score, found->value).c_str(),
              interval.empty() ? "" : ("  (95 % interval " + interval + ")").c_str());
}

void print_human(const OpenModel& model, const EvaluationReport& report, const std::optional<BrokenLimit>& broken) {
  std::printf("%s on %s\n", model.file_name.c_str(), report.data_summary.c_str());
  std::printf("  %-14s %lld, judged by the %s\n", "samples", static_cast<long long>(report.metrics.samples), report.metrics.judge.c_str());
  print_score("accuracy", "top1", report.metrics.top1);
  print_score("top-5", "top1", report.metrics.top5);
  print_score("AUC", "auc", report.metrics.auc);
  print_score("mean sq. error", "mse", report.metrics.mse);
  std::printf("  %-14s %s\n", "preprocessing", report.preprocessing.c_str());
  print_notes("  ", report.warnings, report.notes);
  if (broken) std::printf("  limit missed: %s\n", broken->text.c_str());
}

Result<void> write_predictions(std::string_view path, const EvaluationReport& report, bool replace) {
  if (report.classes.empty()) return invalid_argument("the network tells no classes apart: there are no predictions to write");
  std::string out = "sample,class\n";
  // A sample keeps its number where others are left out.
  std::int64_t number = 0;
  std::size_t passed = 0;
  for (const std::int32_t answer : report.classes) {
    for (; passed < report.left_out.size() && report.left_out[passed] == number; ++passed) ++number;
    out += cat(number++, ",", answer, "\n");
  }
  return write_whole_file(std::string(path), std::as_bytes(std::span(out)), replace);
}

Result<ExitCode> run(const Arguments& arguments) {
  const InterruptGuard guard;
  THIMBLE_TRY(const std::shared_ptr<const OpenModel> model, job_model(arguments));
  Diagnostics data_notes;
  THIMBLE_TRY(const std::shared_ptr<const Dataset> data, job_data(arguments, *model, data_notes));
  if (!data) return invalid_argument("no data given", "Name them with --data.");
  THIMBLE_TRY(const int threads, job_threads(arguments, *model));
  std::int64_t most = 0;
  if (const auto text = arguments.get("--samples")) {
    THIMBLE_TRY(most, parse_count(*text, 1).in("--samples"));
  }
  THIMBLE_TRY(const Recipe recipe, job_recipe(arguments));
  const auto predictions = arguments.get("--predictions");
  const bool replace = arguments.has("--force");
  if (predictions) THIMBLE_TRY_VOID(check_goal(std::string(*predictions), GoalKind::file, replace));
  JobControl job;
  Result<EvaluationReport> report = invalid_argument("not run");
  {
    ProgressLine line(!arguments.has("--json"));
    job.on_progress = [&](JobControl::Progress progress) {
      if (progress.phase == "judge" && progress.of > 0)
        progress.overall = static_cast<double>(progress.done) / static_cast<double>(progress.of);
      line.hear(progress);
    };
    report = run_job(job, evaluate_model(job, model, data, recipe.preprocessing, most, threads));
  }
  if (!report.ok()) return std::move(report).error();
  if (predictions) THIMBLE_TRY_VOID(write_predictions(*predictions, *report, replace));
  for (std::string& note : note_lines(data_notes.items(), Level::note)) report->notes.push_back(std::move(note));
  for (std::string& warning : note_lines(data_notes.items(), Level::warning)) report->warnings.push_back(std::move(warning));
  // Of a recipe's limits this is the one that says something of a network as it stands.
  const std::optional<BrokenLimit> broken = broken_accuracy(report->metrics, report->score, recipe.limits.min_accuracy);
  (arguments.has("--json") ? print_json : print_human)(*model, *report, broken);
  return broken ? ExitCode::does_not_fit : ExitCode::done;
}

}  // namespace

extern const CommandDef command_evaluate{.name = "evaluate",
                                         .doc = "accuracy of any network on data, by what its device would compute",
                                         .operands = "MODEL",
                                         .options = kOptions,
                                         .examples = kExamples,
                                         .run = run};

}  // namespace thimble::cli
