#include "core/api/workspace.h"

namespace thimble {

namespace {

JobResult start(Workspace& workspace, const CommandInput& input) {
  THIMBLE_TRY(MadeNetwork made, load_made_network(input.blobs[0].bytes()).in("the checkpoint"));
  return JobResult(single_step([&workspace, made = std::move(made)](Reporter&) mutable -> Result<Outcome> {
    workspace.keep(std::move(made));
    return Outcome{};
  }));
}

}  // namespace

const CommandDef command_restore_checkpoint{
    .name = "restore_checkpoint",
    .doc = "{} + the bytes of a view checkpoint, of an earlier session: run_optimize need not make that network again; done {}",
    .blobs = 1,
    .start = start};

}  // namespace thimble
