#include "core/api/workspace.h"
#include "core/base/json_writer.h"
#include "core/targets/device.h"

namespace thimble {

namespace {

JobResult start(Workspace&, const CommandInput&) {
  return JobResult(single_step([](Reporter&) -> Result<Outcome> {
    JsonWriter body;
    body.begin_object().key("targets").begin_array();
    for (const Device& device : builtin_devices()) {
      body.begin_object().field("id", device.id).field("name", device.name).field("vendor", device.vendor).field("core", device.core);
      body.field("isa", isa_name(device.isa)).field("flash_bytes", device.flash_bytes).field("ram_bytes", device.ram_bytes).end_object();
    }
    body.end_array().end_object();
    return Outcome{.body = body.take(), .blobs = {}};
  }));
}

}  // namespace

const CommandDef command_list_targets{
    .name = "list_targets", .doc = "{}: done {targets: [{id, name, vendor, core, isa, flash_bytes, ram_bytes}]}", .start = start};

}  // namespace thimble
