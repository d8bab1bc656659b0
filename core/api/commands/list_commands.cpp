#include "core/api/command_def.h"
#include "core/base/json_writer.h"

namespace thimble {

namespace {

JobResult start(Workspace&, const CommandInput&) {
  return JobResult(single_step([](Reporter&) -> Result<Outcome> {
    JsonWriter body;
    body.begin_object().key("commands").begin_array();
    for (const CommandDef* command : all_commands()) {
      body.begin_object()
          .field("name", command->name)
          .field("doc", command->doc)
          .field("blobs", std::uint64_t{command->blobs})
          .end_object();
    }
    body.end_array().end_object();
    return Outcome{.body = body.take(), .blobs = {}};
  }));
}

}  // namespace

const CommandDef command_list_commands{
    .name = "list_commands", .doc = "{}: done {commands: [{name, doc, blobs}]}", .at_once = true, .start = start};

}  // namespace thimble
