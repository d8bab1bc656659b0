#include "core/api/workspace.h"

namespace thimble {

namespace {

JobResult start(Workspace& workspace, const CommandInput& input) {
  const auto id = input.body["candidate"].text();
  if (!id) return invalid_argument("choose_candidate needs \"candidate\": an id of the results, not " + input.body["candidate"].to_json());
  THIMBLE_TRY(auto model, candidate_of(workspace, input.body));
  return JobResult(single_step([&workspace, model, chosen = std::string(*id)](Reporter& reporter) -> Result<Outcome> {
    workspace.chosen = chosen;
    results_view(workspace, reporter);
    THIMBLE_TRY_VOID(report_views(*model, workspace.target, reporter));
    return Outcome{};
  }));
}

}  // namespace

const CommandDef command_choose_candidate{
    .name = "choose_candidate", .doc = "{candidate}: views results, model, memory, targets of it; done {}", .start = start};

}  // namespace thimble
