// What stands where a result is to go: may it be replaced? Only what Thimble wrote itself is, so that --force cannot cost anything else.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace thimble::cli {

enum class GoalKind { file, folder };

// Of a `goal` that exists. A file gives way to a file; a folder to a folder, if it is one that `emit` or `optimize` has written (or is
// empty), holds nothing that its manifest does not name, and is not one that the process stands in.
Result<void> check_replaceable(const std::filesystem::path& goal, GoalKind kind);

}  // namespace thimble::cli
