// Paths of data as ByteSources: a file, or everything below a folder (hidden files left out, links to folders not followed).
//   Files are opened for each read and closed again: a hundred thousand of them stay within any limit of open files. The one
//   that was read last stays open.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble::cli {

Result<std::vector<ByteSource>> data_files(const std::vector<std::string>& paths);

}  // namespace thimble::cli
