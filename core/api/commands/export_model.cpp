#include "core/api/workspace.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/pipeline/optimized_package.h"

namespace thimble {

namespace {

JobResult start(Workspace& workspace, const CommandInput& input) {
  const std::string name = input.body["format"].text_or();
  const FormatDef* format = find_format(name);
  if (!format || !format->save)
    return invalid_argument("no format \"" + printable(name) + "\" is written", "there is " + writable_formats());
  THIMBLE_TRY(auto model, candidate_of(workspace, input.body));
  const std::string id = input.body["candidate"].text_or(workspace.chosen);
  return JobResult(single_step([model, format, id, job = workspace.job](Reporter& reporter) -> Result<Outcome> {
    reporter.progress("write the file", 0, 1);
    Diagnostics notes;
    THIMBLE_TRY(std::vector<std::byte> bytes, optimized_file(*job->outcome, id, format->name, notes));
    const std::string ending(format->extensions.empty() ? std::string_view() : format->extensions.front());
    JsonWriter body;
    body.begin_object().field("file_name", model_name(model->file_name) + "_" + id + ending);
    body.field("bytes", static_cast<std::int64_t>(bytes.size())).end_object();
    return Outcome{.body = body.take(), .blobs = {Blob(std::move(bytes))}};
  }));
}

}  // namespace

const CommandDef command_export_model{
    .name = "export_model", .doc = "{candidate?, format}: done {file_name, bytes} + the file", .start = start};

}  // namespace thimble
