#include "core/api/workspace.h"

#include "core/targets/device.h"
#include "core/view/views.h"

namespace thimble {

Result<void> report_views(const OpenModel& model, std::string_view target, Reporter& reporter) {
  const Device* device = target.empty() ? nullptr : find_device(target);
  THIMBLE_TRY(const ModelReport report, build_model_report(model, device, builtin_devices()));
  reporter.view("model", build_model_view(report));
  reporter.view("memory", build_memory_view(report));
  reporter.view("targets", build_targets_view(report, target));
  return {};
}

Result<std::shared_ptr<const OpenModel>> open_model_of(const Workspace& workspace) {
  if (!workspace.model) return invalid_argument("no model is open", "open one first, by open_model");
  return workspace.model;
}

}  // namespace thimble
