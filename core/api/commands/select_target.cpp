#include "core/api/workspace.h"
#include "core/targets/device.h"

namespace thimble {

namespace {

JobResult start(Workspace& workspace, const CommandInput& input) {
  const auto name = input.body["target"].text();
  if (!name) return invalid_argument("select_target needs \"target\": a device, not " + input.body["target"].to_json());
  THIMBLE_TRY(const Device* device, device_by_name(*name));
  THIMBLE_TRY(auto model, shown_model_of(workspace));
  return JobResult(single_step([&workspace, model, device](Reporter& reporter) -> Result<Outcome> {
    THIMBLE_TRY_VOID(report_views(*model, device->id, reporter));
    workspace.target = device->id;
    plan_view(workspace, reporter);
    return Outcome{};
  }));
}

}  // namespace

const CommandDef command_select_target{.name = "select_target", .doc = "{target}: the views made for that device; done {}", .start = start};

}  // namespace thimble
