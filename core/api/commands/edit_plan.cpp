#include "core/api/data_info.h"

namespace thimble {

namespace {

JobResult start(Workspace& workspace, const CommandInput& input) {
  THIMBLE_TRY_VOID(workspace.plan.edit(input.body));
  const bool other_samples = input.body["samples"].present() || input.body["recipe"].present();
  return JobResult(single_step([&workspace, other_samples](Reporter& reporter) -> Result<Outcome> {
    if (other_samples && workspace.data) {
      describe_splits(workspace);
      reporter.view("data", build_data_view(workspace.data_info));
    }
    plan_view(workspace, reporter);
    return Outcome{};
  }));
}

}  // namespace

const CommandDef command_edit_plan{
    .name = "edit_plan",
    .doc = "one of {goal}, {limit, value}, {samples, value}, {technique, chosen}, {technique, option, value}, {recipe}: view plan; done {}",
    .at_once = true,
    .start = start};

}  // namespace thimble
