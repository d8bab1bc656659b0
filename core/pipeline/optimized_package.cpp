#include "core/pipeline/optimized_package.h"

#include "core/base/text.h"
#include "core/data/without_samples.h"
#include "core/formats/format_def.h"
#include "core/pipeline/build_network.h"
#include "core/report/optimize_html.h"
#include "core/report/optimize_report_json.h"

namespace thimble {
namespace {

Error no_candidate(const OptimizeOutcome& outcome, const std::string& candidate) {
  std::vector<std::string> known;
  for (const auto& [id, graph] : outcome.graphs) known.push_back(id);
  return invalid_argument("no candidate `" + printable(candidate) + "`", known.empty() ? "" : "There is: " + join(known, ", ") + ".");
}

// What the manifest says: the job's figures of this candidate, and what they are measured against.
std::string metrics_json(const OptimizeReport& report, const std::string& candidate) {
  for (const CandidateReport& each : report.candidates) {
    if (each.id != candidate) continue;
    JsonWriter json;
    json.begin_object().field("technique", each.technique).field("score", report.score).key("candidate");
    write_json(json, each.metrics);
    json.key("float_model");
    write_json(json, report.baseline);
    return json.end_object().take();
  }
  return {};
}

Result<PreprocessingSource> source_of(const OptimizeReport& report, const Dataset& data) {
  THIMBLE_TRY(Preprocessing preprocessing, parse_preprocessing(report.preprocessing));
  THIMBLE_TRY(const RawSample typical, read_at_or_after(data, 0));
  return preprocessing_source(std::move(preprocessing), typical);
}

}  // namespace

Task<Result<Package>> optimized_package(JobControl& job, const OptimizeOutcome* outcome, std::string candidate, const Device* device,
                                        Diagnostics* notes) {
  const std::shared_ptr<const OpenModel> model = outcome->open(candidate);
  if (!model) co_return no_candidate(*outcome, candidate);
  // How long it took is another figure each time; the same recipe and inputs have to make the same package.
  OptimizeReport report = outcome->report;
  for (CandidateReport& each : report.candidates) each.seconds = 0;
  THIMBLE_CO_TRY(const NetworkProgram program, build_network(*model, device));
  co_await job.pause();
  PackageOrigin origin = package_origin(*model, device);
  origin.recipe = report.recipe;
  origin.metrics = metrics_json(report, candidate);
  origin.report_html = optimize_html(report);
  if (outcome->data && !report.preprocessing.empty()) {
    const Result<PreprocessingSource> source = source_of(report, *outcome->data);
    if (!source.ok()) co_return Error(ErrorCode::bad_data, source.error().to_string()).in("preprocessing");
    Result<Package> whole = co_await make_package(job, &program, origin, &*source);
    if (whole.ok() || whole.error().code() != ErrorCode::unsupported) co_return std::move(whole).in(model->file_name);
    notes->warn("package", "without the preprocessing: " + whole.error().to_string());
  }
  Result<Package> package = co_await make_package(job, &program, origin);
  co_return std::move(package).in(model->file_name);
}

Result<std::vector<std::byte>> optimized_file(const OptimizeOutcome& outcome, const std::string& candidate, std::string_view format,
                                              Diagnostics& notes) {
  const auto found = outcome.graphs.find(candidate);
  if (found == outcome.graphs.end()) return no_candidate(outcome, candidate);
  const FormatDef* def = find_format(format);
  if (!def || !def->save)
    return unsupported("no format `" + std::string(format) + "` is written", "Written are " + writable_formats() + ".");
  return save_model(*def, found->second, {.description = "made by Thimble from " + printable(outcome.report.model_file)}, notes);
}

}  // namespace thimble
