// Workspace: what the user has open. Commands read and change it; nothing else outlives a request.
#pragma once

#include <optional>
#include <string>

#include "core/report/model_report.h"

namespace thimble {

struct Workspace {
  std::optional<ModelReport> report;
  std::string target;  // a device; empty: none chosen
};

}  // namespace thimble
