#include "core/api/command_def.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"

namespace thimble {

namespace {

JobResult start(Workspace&, const CommandInput& input) {
  const auto request = input.body["request"].integer();
  if (!request || *request <= 0)
    return invalid_argument("cancel needs \"request\": the id of the request to cancel, not " + input.body["request"].to_json());
  return JobResult(single_step([id = *request](Reporter& reporter) -> Result<Outcome> {
    JsonWriter body;
    body.begin_object().field("cancelled", reporter.cancel(id)).end_object();
    return Outcome{.body = body.take(), .blobs = {}};
  }));
}

}  // namespace

const CommandDef command_cancel{
    .name = "cancel", .doc = "{request}: ends a request that waits or runs; done {cancelled}", .at_once = true, .start = start};

}  // namespace thimble
