#include <utility>

#include "core/api/data_info.h"

namespace thimble {

namespace {

// Which text is edited: "limit flash"; empty for what is chosen, not typed.
std::string field_of(JsonValue body) {
  std::string out;
  for (const char* key : {"limit", "samples", "technique", "option"}) {
    if (const auto name = body[key].text()) out += std::string(key) + " " + std::string(*name) + " ";
  }
  return body["value"].present() ? out : std::string();
}

JobResult start(Workspace& workspace, const CommandInput& input) {
  const bool undo = input.body["undo"].present(), redo = input.body["redo"].present();
  if (undo) workspace.plan_history.undo(workspace.plan);
  if (redo) workspace.plan_history.redo(workspace.plan);
  if (!undo && !redo) {
    Plan edited = workspace.plan;
    THIMBLE_TRY_VOID(edited.edit(input.body));
    if (edited != workspace.plan)
      workspace.plan_history.add(std::exchange(workspace.plan, std::move(edited)), field_of(input.body), input.body["value"].text_or());
  }
  const bool other_samples = undo || redo || input.body["samples"].present() || input.body["recipe"].present();
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

const CommandDef command_edit_plan{.name = "edit_plan",
                                   .doc =
                                       "one of {goal}, {limit, value}, {samples, value}, {technique, chosen}, {technique, option, value}, "
                                       "{recipe}, {undo}, {redo}: view plan; done {}",
                                   .at_once = true,
                                   .start = start};

}  // namespace thimble
