#include "core/api/workspace.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/report/optimize_html.h"
#include "core/report/optimize_report_json.h"

namespace thimble {

namespace {

JobResult start(Workspace& workspace, const CommandInput& input) {
  const std::string form = input.body["format"].text_or("html");
  if (form != "html" && form != "json") return invalid_argument("a report is html or json, not \"" + printable(form) + "\"");
  if (!workspace.job) return invalid_argument("nothing has been optimized yet", "run the plan first, by run_optimize");
  return JobResult(single_step([job = workspace.job, form](Reporter&) -> Result<Outcome> {
    const OptimizeReport& report = job->outcome->report;
    const std::string text = form == "html" ? optimize_html(report) : to_json(report);
    JsonWriter body;
    body.begin_object().field("file_name", model_name(report.model_file) + "_report." + form).end_object();
    return Outcome{.body = body.take(), .blobs = {Blob::of(std::span(text.data(), text.size()))}};
  }));
}

}  // namespace

const CommandDef command_save_report{
    .name = "save_report", .doc = "{format: html or json}: done {file_name} + the report of the last job", .start = start};

}  // namespace thimble
