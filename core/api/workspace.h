// Workspace: what the user has open. Commands read and change it; nothing else outlives a request.
#pragma once

#include <memory>
#include <string>

#include "core/api/command_def.h"
#include "core/pipeline/build_network.h"
#include "core/pipeline/open_model.h"

namespace thimble {

struct Workspace {
  std::shared_ptr<const OpenModel> model;  // null: none open
  std::string target;                      // a device's id; empty: none chosen
};

// The report for `target` and the views made of it: what opening a model and choosing a target have in common.
Result<void> report_views(const OpenModel& model, std::string_view target, Reporter& reporter);

// The open model, or the error that says that there is none.
Result<std::shared_ptr<const OpenModel>> open_model_of(const Workspace& workspace);

}  // namespace thimble
