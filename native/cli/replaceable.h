// What stands where a result is to go: may it be replaced? Only what Thimble wrote itself goes, so that --force cannot cost anything else.
#pragma once

#include <filesystem>
#include <system_error>

#include "core/base/result.h"

namespace thimble::cli {

enum class GoalKind { file, folder };

// Of a `goal` that exists. A file gives way to a file; a folder to a folder, if it is one that `emit` or `optimize` has written (or is
// empty) and the process does not stand in it.
Result<void> check_replaceable(const std::filesystem::path& goal, GoalKind kind);

// Moves what Thimble has not written (a build, a file of the user's) from a folder that it wrote into the one that takes its place.
std::error_code move_foreign_files(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace thimble::cli
